package dev.praetor.engine.loop;

import dev.praetor.engine.taskruns.NodeRun;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Holds back that something has ended until that is durable, and then until the dependency tracker
 * is told, so that one end never leads into the next in the middle of a change. For the owner of
 * the run.
 */
final class FinishedQueue {
  private final JournalBuffer buffer;
  private final DependencyTracker tracker;
  private final Deque<Finished> finished = new ArrayDeque<>();

  private record Finished(NodeRun run, int index) {}

  FinishedQueue(JournalBuffer buffer, DependencyTracker tracker) {
    this.buffer = buffer;
    this.tracker = tracker;
  }

  /** Adds a task run, or with index -1 a mapped node that ends without children. */
  void add(NodeRun run, int index) {
    buffer.whenDurable(() -> finished.add(new Finished(run, index)));
  }

  /** Tells the dependency tracker of all that is durable, until nothing more follows from it. */
  void settle() {
    for (Finished next = finished.poll(); next != null; next = finished.poll()) {
      if (next.index() < 0) {
        tracker.wholeFinished(next.run());
      } else {
        tracker.childFinished(next.run(), next.index());
      }
    }
  }
}
