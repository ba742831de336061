package dev.praetor.engine.loop;

import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.List;

/**
 * A batch that the journal has not written yet, and the actions that wait for it. For the owner of
 * the run.
 */
final class UnwrittenBatch {
  private final List<Runnable> actions;
  private final List<Runnable> following;
  private final List<Held> values;
  private final long bytes;
  private boolean inOrder;

  /** A value that the run holds until its record is durable. */
  record Held(NodeRun run, int index, LargeValue value) {}

  /**
   * Creates a batch.
   *
   * @param actions what is done when the batch is durable
   * @param following what is done, before that, as soon as its order among the batches is certain
   * @param bytes the size of its large values
   */
  UnwrittenBatch(List<Runnable> actions, List<Runnable> following, List<Held> values, long bytes) {
    this.actions = actions;
    this.following = following;
    this.values = values;
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  /** Returns whether it is only a matter of time until the batch is written. */
  boolean isInOrder() {
    return inOrder;
  }

  /** Notes that the order of the batch is certain, and does what follows. */
  void inOrder() {
    inOrder = true;
    follow();
  }

  /** Notes that the batch is durable. */
  void durable() {
    values.forEach(each -> each.run().children().letGo(each.index(), each.value()));
    follow();
    actions.forEach(Runnable::run);
  }

  private void follow() {
    following.forEach(Runnable::run);
    following.clear();
  }
}
