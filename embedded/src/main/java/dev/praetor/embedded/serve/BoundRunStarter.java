package dev.praetor.embedded.serve;

import dev.praetor.PraetorException;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.embedded.run.RunsWaitingHere;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.queue.ClaimedRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the waiting runs that are bound to this process, and tells why they wait. */
final class BoundRunStarter {
  private final RunStore store;
  private final RunsWaitingHere waiting;
  private final RunsInProgress inProgress;
  private final RunClaimer claimer;
  private final Consumer<List<WaitReason>> waits;

  /**
   * Creates the starter.
   *
   * @param waits called when the reasons of a run have changed
   */
  BoundRunStarter(
      RunStore store,
      RunsWaitingHere waiting,
      RunsInProgress inProgress,
      RunClaimer claimer,
      Consumer<List<WaitReason>> waits) {
    this.store = store;
    this.waiting = waiting;
    this.inProgress = inProgress;
    this.claimer = claimer;
    this.waits = waits;
  }

  /** Starts the runs that can start now; returns whether others go on waiting. */
  boolean start() {
    for (RunsWaitingHere.Waiting<?> run : waiting.all()) {
      Optional<ClaimedRun> claimed =
          inProgress.free() > 0 ? store.boundRuns().claim(run.id()) : Optional.empty();
      if (claimed.isPresent()) {
        waiting.remove(run.id());
        begin(run, claimed.get());
      } else if (stillWaits(run)) {
        List<WaitReason> reasons = store.waiting().reasons(run.id());
        if (run.waitsFor(reasons)) {
          waits.accept(reasons);
        }
      } else {
        waiting.remove(run.id());
      }
    }
    return !waiting.isEmpty();
  }

  private void begin(RunsWaitingHere.Waiting<?> run, ClaimedRun claimed) {
    try {
      run.begin(inProgress);
    } catch (PraetorException e) {
      claimer.fail(claimed, e);
      run.fail(e);
    }
  }

  /** Returns whether the run still waits here; it may have been ended, or claimed elsewhere. */
  private boolean stillWaits(RunsWaitingHere.Waiting<?> run) {
    if (store.boundRuns().isBound(run.id())) {
      return true;
    }
    store
        .find(run.id())
        .filter(now -> !now.state().isFinished())
        .map(now -> now.owner().name() + " has claimed it")
        .ifPresent(why -> run.fail(new RunOwnershipLost(run.id(), why)));
    return false;
  }
}
