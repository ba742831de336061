package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.restart.PlannedRuns;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.List;
import java.util.Optional;

/**
 * The results an earlier run, or this one in an earlier process, has left for task runs whose turn
 * has come. States that are recorded already exist in a resumed run alone. For the owner of the
 * run.
 */
sealed interface KnownBefore permits Fresh, Reuse, Recovery {
  /**
   * Returns whether a task run needs nothing more than its record, or has been resumed from there.
   */
  boolean settles(NodeRun run, int index);

  /** Returns whether a mapped node that made no children needs nothing more than its record. */
  boolean settlesNode(NodeRun run);

  /**
   * A mapped node as it was.
   *
   * @param history its states that are recorded already; empty where it is recorded anew
   * @param needsLists whether the lists it is mapped over are needed once more
   */
  record Children(int width, List<Transition> history, boolean needsLists) {}

  /** The children a mapped node had, if it keeps them. */
  Optional<Children> children(NodeRun run);

  /** The state in which the end of a mapped node is recorded already. */
  default Optional<State> recordedEnd(NodeRun run) {
    return Optional.empty();
  }

  /** Returns whether something is recorded of a node that counts even in a run that stops. */
  default boolean knows(NodeRun run) {
    return false;
  }

  /** Restores a task run of a run that stops from its record; returns whether it had ended. */
  default boolean restoresEnd(NodeRun run, int index) {
    return false;
  }

  /** Returns whether a plan has a child of a node executed again. */
  static boolean runsAny(RestartPlan plan, NodeRun run) {
    PlannedRuns planned = plan.planned().get(run.name());
    return !run.isLowest() || planned == null || planned.anyRuns();
  }
}
