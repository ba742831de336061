package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.schedule.Overlap;
import java.util.List;

/** The decision about a run that is due while earlier runs of its schedule may not have ended. */
sealed interface OverlapDecision {

  /** The run may start. */
  record Start() implements OverlapDecision {}

  /**
   * The run is skipped.
   *
   * @param inTheWay the run because of which it is skipped
   */
  record Skip(RunId inTheWay) implements OverlapDecision {}

  /**
   * The run waits until all earlier runs have ended.
   *
   * @param inTheWay the oldest of these runs
   */
  record Await(RunId inTheWay) implements OverlapDecision {}

  /**
   * The earlier runs are cancelled, and the run waits until they have ended.
   *
   * @param old the runs that are cancelled
   */
  record Cancel(List<RunId> old) implements OverlapDecision {}

  /**
   * Decides about a due run.
   *
   * @param open the runs of earlier turns that have not ended, oldest first
   */
  static OverlapDecision of(Overlap rule, List<RunId> open) {
    if (open.isEmpty()) {
      return new Start();
    }
    return switch (rule) {
      case ALLOW -> new Start();
      case SKIP -> new Skip(open.getFirst());
      case QUEUE -> new Await(open.getFirst());
      case CANCEL_OLD -> new Cancel(List.copyOf(open));
    };
  }
}
