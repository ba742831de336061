package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reason for which a run ends before its time, if it does, and the cancelling of single task
 * runs and nodes for that reason. For the owner of the run.
 */
final class Stopping {
  private final KnownBefore before;
  private final TaskRunEnds ends;
  private final TurnClock clock;
  private final boolean alreadyEnded;
  private @Nullable Reason reason;
  private boolean forced;

  /** The reason for which a run ends before its time. */
  record Reason(String why, boolean timeout) {}

  /**
   * Makes one for a run that does not stop.
   *
   * @param alreadyEnded whether the run had ended before, and is only given back
   */
  Stopping(KnownBefore before, TaskRunEnds ends, TurnClock clock, boolean alreadyEnded) {
    this.before = before;
    this.ends = ends;
    this.clock = clock;
    this.alreadyEnded = alreadyEnded;
    this.reason = alreadyEnded ? new Reason("the run has ended", false) : null;
  }

  Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  boolean isStopping() {
    return reason != null;
  }

  /** Sets the reason. From now on nothing starts that does not outlast a stop. */
  void stop(Reason why) {
    reason = why;
  }

  /** Returns whether the grace is over, so that not even what outlasts a stop goes on. */
  boolean isForced() {
    return forced;
  }

  void force() {
    forced = true;
  }

  /** Returns whether nothing of a node may start any more. */
  boolean stops(GraphNode node) {
    return isStopping() && !outlasts(node);
  }

  /** Clean-up, and what runs however everything else ended, still runs in a run that is stopped. */
  boolean outlasts(GraphNode node) {
    return !alreadyEnded && (node.role() == Role.CLEAN_UP || runsWhateverEnded(node));
  }

  private static boolean runsWhateverEnded(GraphNode node) {
    return node.work() instanceof Work.Run
        && !node.mapped()
        && node.policy().trigger() == Trigger.ALL_FINISHED
        && !node.dependencies().isEmpty();
  }

  /** Returns whether something is recorded of a node that counts although the run stops. */
  boolean keepsRecord(NodeRun run) {
    return before.knows(run);
  }

  /** Cancels a task run, unless it has ended or had ended before. */
  void cancel(NodeRun run, int index) {
    StateType type = run.children().type(index);
    if (type.isFinished() || type == StateType.PENDING && before.restoresEnd(run, index)) {
      return;
    }
    ends.end(run, index, cancelled());
  }

  /** Cancels a node that has no children. */
  void cancelNode(NodeRun run) {
    if (run.isSingle()) {
      cancel(run, 0);
    } else {
      ends.endNode(run, cancelled());
    }
  }

  private State cancelled() {
    return new State.Cancelled(reason().map(Reason::why).orElse("cancelled"), clock.now());
  }
}
