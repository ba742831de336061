package dev.praetor.engine.taskruns;

/**
 * The children of a node that may start, and the number of running ones. Filled by {@code
 * ReadyLanes}, emptied by {@code Dispatcher} and by a {@code Cancellation}; {@code RunningAttempts}
 * counts. Owned by the thread of the run.
 */
public final class StartQueue {
  private final int limit;
  private final IntQueue begun = new IntQueue();
  private int fresh;
  private int freshEnd;
  private int running;
  private boolean begunListed;
  private boolean freshListed;

  /**
   * Makes an empty queue.
   *
   * @param limit the maximum number of children that run concurrently
   */
  StartQueue(int limit) {
    this.limit = limit;
  }

  /** Adds a child that has begun, or that waited for upstreams of its own. */
  public void add(int index) {
    begun.add(index);
  }

  /** Adds all children, in order of index, as a range rather than one by one. */
  public void addAll(int width) {
    fresh = 0;
    freshEnd = width;
  }

  public boolean hasBegun() {
    return !begun.isEmpty();
  }

  public boolean hasFresh() {
    return fresh < freshEnd;
  }

  public int nextBegun() {
    return begun.remove();
  }

  public int nextFresh() {
    return fresh++;
  }

  /** Removes all children that have not started. */
  public void clear() {
    begun.clear();
    fresh = freshEnd;
  }

  /** Returns whether the maximum number of children is running. */
  public boolean isFull() {
    return running >= limit;
  }

  /** Returns whether the number of running children is limited for this node. */
  public boolean isLimited() {
    return limit != Integer.MAX_VALUE;
  }

  public void started() {
    running++;
  }

  public void ended() {
    running--;
  }

  public boolean isBegunListed() {
    return begunListed;
  }

  public void setBegunListed(boolean listed) {
    begunListed = listed;
  }

  public boolean isFreshListed() {
    return freshListed;
  }

  public void setFreshListed(boolean listed) {
    freshListed = listed;
  }
}
