package dev.praetor.engine.taskruns;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The nodes with task runs to start, by rank, in two lanes: task runs that have begun, and new
 * elements of maps. A node stays listed until its queue is empty or its limit is reached. For the
 * owner of the run.
 */
public final class ReadyLanes {
  private final Lane begun;
  private final Lane fresh;

  public ReadyLanes(int nodes) {
    begun = new Lane(Math.max(1, nodes));
    fresh = new Lane(Math.max(1, nodes));
  }

  /** Nodes by rank, in the order in which they were added. */
  private static final class Lane {
    private final BitSet ranks;
    private final @Nullable Deque<NodeRun>[] byRank;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Lane(int nodes) {
      ranks = new BitSet(nodes);
      byRank = new Deque[nodes];
    }

    void add(NodeRun run) {
      int rank = run.node.rank();
      Deque<NodeRun> runs = byRank[rank];
      if (runs == null) {
        runs = new ArrayDeque<>();
        byRank[rank] = runs;
      }
      runs.add(run);
      ranks.set(rank);
    }

    @Nullable NodeRun deepest() {
      int rank = ranks.length() - 1;
      return rank < 0 ? null : Objects.requireNonNull(byRank[rank]).peekFirst();
    }

    @Nullable NodeRun first() {
      int rank = ranks.nextSetBit(0);
      return rank < 0 ? null : Objects.requireNonNull(byRank[rank]).peekFirst();
    }

    void removeFirst(NodeRun run) {
      int rank = run.node.rank();
      Deque<NodeRun> runs = Objects.requireNonNull(byRank[rank]);
      runs.removeFirst();
      if (runs.isEmpty()) {
        ranks.clear(rank);
      }
    }
  }

  /** Adds a task run whose code may run now. */
  public void ready(NodeRun run, int index) {
    run.queue.add(index);
    listBegun(run);
  }

  /** Adds the children of a map over lists, from the first on. */
  public void open(NodeRun run) {
    run.queue.addAll(run.width());
    listFresh(run);
  }

  /**
   * Lists a node again, because the end of one of its running children has made room for another.
   */
  public void relist(NodeRun run) {
    listBegun(run);
    listFresh(run);
  }

  private void listBegun(NodeRun run) {
    StartQueue queue = run.queue;
    if (!queue.isBegunListed() && queue.hasBegun()) {
      queue.setBegunListed(true);
      begun.add(run);
    }
  }

  private void listFresh(NodeRun run) {
    StartQueue queue = run.queue;
    if (!queue.isFreshListed() && queue.hasFresh()) {
      queue.setFreshListed(true);
      fresh.add(run);
    }
  }

  /** Returns the deepest node with a task run that has begun; null if there is none. */
  public @Nullable NodeRun nextBegun() {
    NodeRun run = begun.deepest();
    while (run != null && (!run.queue.hasBegun() || run.queue.isFull())) {
      begun.removeFirst(run);
      run.queue.setBegunListed(false);
      run = begun.deepest();
    }
    return run;
  }

  /** Returns the first node with a new element; null if there is none. */
  public @Nullable NodeRun nextFresh() {
    NodeRun run = fresh.first();
    while (run != null && (!run.queue.hasFresh() || run.queue.isFull())) {
      fresh.removeFirst(run);
      run.queue.setFreshListed(false);
      run = fresh.first();
    }
    return run;
  }
}
