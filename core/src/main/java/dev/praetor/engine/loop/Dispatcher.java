package dev.praetor.engine.loop;

import dev.praetor.StateType;
import dev.praetor.engine.taskruns.NodeRun;

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
  private final JournalBuffer buffer;
  private final FinishedQueue finished;

  Dispatcher(
      int concurrency,
      ReadyLanes lanes,
      StartGate gate,
      AttemptStarter starter,
      RunningAttempts running,
      JournalBuffer buffer,
      FinishedQueue finished) {
    this.concurrency = concurrency;
    this.lanes = lanes;
    this.gate = gate;
    this.starter = starter;
    this.running = running;
    this.buffer = buffer;
    this.finished = finished;
  }

  void dispatch() {
    while (running.count() < concurrency && !buffer.isFull()) {
      NodeRun begun = lanes.nextBegun();
      NodeRun next = begun == null ? lanes.nextFresh() : begun;
      if (next == null || !buffer.isOwned()) {
        return;
      }
      if (begun != null) {
        starter.start(begun, begun.queue.nextBegun());
        continue;
      }
      int index = next.queue.nextFresh();
      if (next.children().type(index) == StateType.PENDING && gate.enters(next, index)) {
        starter.start(next, index);
      }
      finished.settle();
    }
  }
}
