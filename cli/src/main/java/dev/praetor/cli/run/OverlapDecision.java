package dev.praetor.cli.run;

import dev.praetor.RunId;
import dev.praetor.schedule.Overlap;
import java.util.List;

/** The decision about a due run while earlier runs of the schedule may be in progress. */
sealed interface OverlapDecision {

  /** The run starts. */
  record Start() implements OverlapDecision {}

  /**
   * The run is skipped.
   *
   * @param inTheWay the run because of which it is skipped
   */
  record Skip(RunId inTheWay) implements OverlapDecision {}

  /** The run waits until a run in progress has ended. */
  record Await() implements OverlapDecision {}

  /**
   * The runs in progress are cancelled, and the run waits until they have ended.
   *
   * @param old the runs that are cancelled
   */
  record Cancel(List<RunId> old) implements OverlapDecision {}

  /**
   * Decides about a due run.
   *
   * @param inProgress the runs of earlier occurrences that are in progress, oldest first
   * @param superseded true if a later run is due as well, so that a run that cancels earlier ones
   *     would be cancelled itself
   */
  static OverlapDecision of(Overlap rule, List<RunId> inProgress, boolean superseded) {
    if (inProgress.isEmpty()) {
      return new Start();
    }
    return switch (rule) {
      case ALLOW -> new Start();
      case SKIP -> new Skip(inProgress.getFirst());
      case QUEUE -> new Await();
      case CANCEL_OLD ->
          superseded ? new Skip(inProgress.getFirst()) : new Cancel(List.copyOf(inProgress));
    };
  }
}
