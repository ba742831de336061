package dev.praetor.engine.loop;

import dev.praetor.StateType;
import dev.praetor.engine.events.Pauses;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ReadyLanes;

/**
 * Starts as many task runs as may run. Task runs that have begun come first, the deepest node
 * first, so that a slice is completed before a new one begins; new elements of maps come last. For
 * the owner of the run.
 */
final class Dispatcher {
  private final int concurrency;
  private final ReadyLanes lanes;
  private final StartGate gate;
  private final AttemptStarter starter;
  private final RunningAttempts running;
  private final TagSlots slots;
  private final JournalBuffer buffer;
  private final FinishedQueue finished;
  private final AuthorCalls calls;
  private final Confinement confinement;
  private final Pauses pauses;
  private final StartGate.Start start = this::start;
  private boolean dispatching;

  Dispatcher(
      int concurrency,
      ReadyLanes lanes,
      StartGate gate,
      AttemptStarter starter,
      RunningAttempts running,
      TagSlots slots,
      JournalBuffer buffer,
      FinishedQueue finished,
      AuthorCalls calls,
      Confinement confinement,
      Pauses pauses) {
    this.concurrency = concurrency;
    this.lanes = lanes;
    this.gate = gate;
    this.starter = starter;
    this.running = running;
    this.slots = slots;
    this.buffer = buffer;
    this.finished = finished;
    this.calls = calls;
    this.confinement = confinement;
    this.pauses = pauses;
  }

  void dispatch() {
    if (pauses.isPaused()) {
      slots.giveBack();
      return;
    }
    startGranted();
    while (running.count() + slots.pending() < concurrency && !buffer.isFull()) {
      NodeRun begun = lanes.nextBegun();
      if (begun == null && running.count() + slots.pending() + calls.count() >= concurrency) {
        return;
      }
      NodeRun next = begun == null ? lanes.nextFresh() : begun;
      if (next == null || !buffer.isOwned()) {
        return;
      }
      if (begun != null) {
        startNow(begun, begun.queue.nextBegun());
        continue;
      }
      enter(next, next.queue.nextFresh());
      finished.settle();
    }
  }

  /** Starts the task runs that hold their slots already. */
  private void startGranted() {
    while (slots.hasGranted()
        && running.count() < concurrency
        && !buffer.isFull()
        && buffer.isOwned()) {
      slots.nextGranted(this::startNow);
    }
  }

  private void enter(NodeRun run, int index) {
    if (run.children().type(index) != StateType.PENDING) {
      return;
    }
    dispatching = true;
    try {
      gate.enter(run, index, start);
    } catch (Throwable thrown) {
      confinement.fail(run, index, thrown);
    } finally {
      dispatching = false;
    }
  }

  private void startNow(NodeRun run, int index) {
    if (run.children().type(index).isFinished()) {
      return; // A person or a deadline has ended it meanwhile.
    }
    try {
      starter.start(run, index);
    } catch (Throwable thrown) {
      confinement.fail(run, index, thrown);
    }
  }

  /** Starts a task run at once, or lists it if its start was decided in a later turn. */
  private void start(NodeRun run, int index) {
    if (dispatching) {
      starter.start(run, index);
    } else {
      lanes.ready(run, index);
    }
  }
}
