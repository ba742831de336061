package dev.praetor.engine.loop;

import dev.praetor.engine.taskruns.NodeRun;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Holds ends back until they are durable, or certain to become so before what follows, unless
 * nothing follows but the end of the run; and then until the dependency tracker is notified of
 * them, so that an end never causes another in the middle of a change. For the owner of the run.
 */
public final class FinishedQueue {
  private final JournalBuffer buffer;
  private final DependencyTracker tracker;
  private final Deque<Finished> finished = new ArrayDeque<>();

  private record Finished(NodeRun run, int index) {}

  public FinishedQueue(JournalBuffer buffer, DependencyTracker tracker) {
    this.buffer = buffer;
    this.tracker = tracker;
  }

  /**
   * Adds a task run that has ended, or with index -1 a mapped node that has ended without children.
   */
  public void add(NodeRun run, int index) {
    Finished end = new Finished(run, index);
    if (isLast(run)) {
      finished.add(end);
    } else {
      buffer.whenInOrder(() -> finished.add(end));
    }
  }

  /** Returns whether nothing but the end of the run can follow, which is recorded with it. */
  private static boolean isLast(NodeRun run) {
    return run.parent == null && run.isSingle() && run.node.dependents().isEmpty();
  }

  /** Notifies the dependency tracker of all durable ends, until no further end follows. */
  public void settle() {
    for (Finished next = finished.poll(); next != null; next = finished.poll()) {
      if (next.index() < 0) {
        tracker.wholeFinished(next.run());
      } else {
        tracker.childFinished(next.run(), next.index());
      }
    }
  }
}
