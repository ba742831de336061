package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.taskruns.NodeEnds.StopReason;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stop of a run: its reason, and the cancellation of single task runs and nodes for that
 * reason. For the owner of the run.
 */
final class Stopping {
  private final KnownBefore before;
  private final TaskRunEnds ends;
  private final TurnClock clock;
  private final boolean alreadyEnded;
  private @Nullable StopReason reason;
  private boolean forced;

  /**
   * Creates the stop of a run that is not stopping yet.
   *
   * @param alreadyEnded true if the run had already ended, so that only its result is returned
   */
  Stopping(KnownBefore before, TaskRunEnds ends, TurnClock clock, boolean alreadyEnded) {
    this.before = before;
    this.ends = ends;
    this.clock = clock;
    this.alreadyEnded = alreadyEnded;
    this.reason = alreadyEnded ? new StopReason("the run has ended", false) : null;
  }

  Optional<StopReason> reason() {
    return Optional.ofNullable(reason);
  }

  boolean isStopping() {
    return reason != null;
  }

  /** Sets the reason. From now on only nodes that outlast a stop may start. */
  void stop(StopReason why) {
    reason = why;
  }

  /**
   * Returns whether the grace period is over, so that only nodes that outlast a stop are awaited.
   */
  boolean isForced() {
    return forced;
  }

  void force() {
    forced = true;
  }

  /** Returns whether no task run of a node may start any more. */
  boolean stops(GraphNode node) {
    return isStopping() && !outlasts(node);
  }

  /**
   * Returns whether a node still runs in a run that is stopping: a clean-up, or a task that runs
   * regardless of the states of its upstreams.
   */
  boolean outlasts(GraphNode node) {
    return !alreadyEnded && (node.role() == Role.CLEAN_UP || runsWhateverEnded(node));
  }

  /** Returns whether the code of a node must not wait for code that ignores the stop. */
  boolean isUrgent(GraphNode node) {
    return isStopping() && outlasts(node);
  }

  private static boolean runsWhateverEnded(GraphNode node) {
    return node.work() instanceof Work.Run
        && !node.mapped()
        && node.policy().trigger() == Trigger.ALL_FINISHED
        && !node.dependencies().isEmpty();
  }

  /** Returns whether a node has a record that counts although the run is stopping. */
  boolean keepsRecord(NodeRun run) {
    return before.knows(run);
  }

  /** Cancels a task run, unless it has ended in this process or an earlier one. */
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
    return new State.Cancelled(reason().map(StopReason::why).orElse("cancelled"), clock.now());
  }
}
