package dev.praetor.engine.events;

import java.util.List;

/**
 * A batch that the journal has not written yet, and the actions that wait for it. For the owner of
 * the run.
 */
public final class UnwrittenBatch {
  private final List<Runnable> actions;
  private final List<Runnable> following;
  private final List<Runnable> values;
  private final long bytes;
  private boolean inOrder;

  /**
   * Creates a batch.
   *
   * @param actions what is done when the batch is durable
   * @param following what is done, before that, as soon as its order among the batches is certain
   * @param values what lets go of its large values, which the run holds until they are durable
   * @param bytes the size of these values
   */
  public UnwrittenBatch(
      List<Runnable> actions, List<Runnable> following, List<Runnable> values, long bytes) {
    this.actions = actions;
    this.following = following;
    this.values = values;
    this.bytes = bytes;
  }

  public long bytes() {
    return bytes;
  }

  /** Returns whether it is only a matter of time until the batch is written. */
  public boolean isInOrder() {
    return inOrder;
  }

  /** Notes that the order of the batch is certain, and does what follows. */
  public void inOrder() {
    inOrder = true;
    follow();
  }

  /** Notes that the batch is durable. */
  public void durable() {
    values.forEach(Runnable::run);
    follow();
    actions.forEach(Runnable::run);
  }

  private void follow() {
    following.forEach(Runnable::run);
    following.clear();
  }
}
