package dev.praetor.contract;

import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.CANCELLING;
import static dev.praetor.StateType.CRASHED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.PENDING;
import static dev.praetor.StateType.QUEUED;
import static dev.praetor.StateType.RETRYING;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SCHEDULED;
import static dev.praetor.StateType.SKIPPED;

import dev.praetor.StateType;
import java.util.Set;
import java.util.TreeSet;

/**
 * The legal transitions that no run makes while it is in progress. A transition that a run makes
 * must be removed from this list.
 */
final class ReservedTransitions {
  static final Set<VisitedTransitions.Pair> OF_TASK_RUNS = Set.of();

  static final Set<VisitedTransitions.Pair> OF_FLOW_RUNS = new TreeSet<>();

  static {
    // Runs of the embedded engine wait until they are due, for a limit, or for a process that
    // serves their flow. These states are written when a store admits a run, claims it, or ends it
    // while it waits, so that no run in progress makes these transitions.
    reserve(PENDING, SCHEDULED, QUEUED, FAILED, SKIPPED, CANCELLED);
    reserve(SCHEDULED, PENDING, QUEUED, RUNNING, SKIPPED, FAILED, CANCELLED);
    reserve(QUEUED, PENDING, QUEUED, RUNNING, SKIPPED, FAILED, CANCELLED);
    // A server gives up runs whose workers crashed too often, and cancels paused ones.
    reserve(RUNNING, CRASHED);
    reserve(PAUSED, CRASHED, CANCELLED);
    reserve(RETRYING, CANCELLED);
    reserve(CANCELLING, CRASHED);
    // A server cancels a run within another run separately.
    reserve(RUNNING, CANCELLED);
  }

  private ReservedTransitions() {}

  private static void reserve(StateType from, StateType... to) {
    for (StateType next : to) {
      OF_FLOW_RUNS.add(new VisitedTransitions.Pair(from, next));
    }
  }
}
