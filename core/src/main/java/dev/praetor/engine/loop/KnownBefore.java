package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.restart.PlannedRuns;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.List;
import java.util.Optional;

/**
 * The results of an earlier run, or of this run in an earlier process, for task runs that are about
 * to start. Only a resumed run has states that are already recorded. For the owner of the run.
 */
sealed interface KnownBefore permits KnownBefore.Fresh, Reuse, Recovery {
  /**
   * Settles or resumes a task run from its record; returns whether that was possible, so that its
   * code is not started by the caller.
   */
  boolean settles(NodeRun run, int index);

  /**
   * Settles a mapped node that made no children from its record; returns whether that was possible.
   */
  boolean settlesNode(NodeRun run);

  /**
   * The children a mapped node had.
   *
   * @param history the states of the node that are already recorded; empty if the node is recorded
   *     anew
   * @param needsLists true if the lists that the node is mapped over are needed again
   * @param elements the elements that the children were made from, if that is recorded
   */
  record Children(
      int width, List<Transition> history, boolean needsLists, Optional<ElementHashes> elements) {}

  /** Returns the children a mapped node had, if it keeps them. */
  Optional<Children> children(NodeRun run);

  /** Returns the recorded final state of a mapped node, if there is one. */
  default Optional<State> recordedEnd(NodeRun run) {
    return Optional.empty();
  }

  /** Returns whether a node has a record that counts even in a run that is stopping. */
  default boolean knows(NodeRun run) {
    return false;
  }

  /**
   * Restores a task run from its record in a run that is stopping; returns whether the task run had
   * ended.
   */
  default boolean restoresEnd(NodeRun run, int index) {
    return false;
  }

  /** Returns whether any child of a node is executed again by a plan. */
  static boolean runsAny(RestartPlan plan, NodeRun run) {
    PlannedRuns planned = plan.planned().get(run.name());
    return !run.isLowest() || planned == null || planned.anyRuns();
  }

  /** The past of a new run: nothing is known. Immutable. */
  final class Fresh implements KnownBefore {
    @Override
    public boolean settles(NodeRun run, int index) {
      return false;
    }

    @Override
    public boolean settlesNode(NodeRun run) {
      return false;
    }

    @Override
    public Optional<Children> children(NodeRun run) {
      return Optional.empty();
    }
  }
}
