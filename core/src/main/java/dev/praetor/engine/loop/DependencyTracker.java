package dev.praetor.engine.loop;

import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import dev.praetor.engine.taskruns.Readiness;
import dev.praetor.engine.taskruns.Snapshots;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the dependencies between nodes and between children: counts down the upstreams that each
 * still waits for, and notifies its listener when none is left. The only class that changes {@link
 * Readiness}. For the owner of the run.
 *
 * <p>A node whose runs have indexes is opened level by level. At level k, a node that shares more
 * than k indexes with an upstream needs only the upstream's width, and is then tracked child by
 * child; a node that shares exactly k indexes needs the upstream's end.
 */
public final class DependencyTracker {
  private final NodeRuns runs;
  private final TurnClock clock;
  private @Nullable Listener listener;
  private int unfinishedRoots;

  /** A listener that starts nodes and children that wait for nothing any more. */
  interface Listener {
    /** Called when all upstreams of a node have ended, or have a width, at its level. */
    void nodeReady(NodeRun run);

    /** Called when the children of a node have no upstreams other than those of the node itself. */
    void childrenReady(NodeRun run);

    /** Called when all upstreams of a child, or of the only run of a node, have ended. */
    void childReady(NodeRun run, int index);

    /** Called when all children of a node have ended, but the node itself has not. */
    void childrenFinished(NodeRun run);

    /** Called when all upstreams that would have determined the children of a node have ended. */
    void awaitedUpstreamsEnded(NodeRun run);
  }

  DependencyTracker(NodeRuns runs, TurnClock clock) {
    this.runs = runs;
    this.clock = clock;
    this.unfinishedRoots = runs.roots().size();
  }

  /** Starts tracking, and opens the nodes without upstreams. */
  void begin(Listener acting) {
    listener = acting;
    long now = Snapshots.micros(clock.now());
    for (NodeRun run : runs.roots()) {
      run.setCreatedMicros(now);
      run.readiness.await(run.node.dependencies().size());
    }
    for (NodeRun run : runs.roots()) {
      openIfReady(run);
    }
  }

  private Listener listener() {
    return Objects.requireNonNull(listener, "the run has not begun");
  }

  /**
   * Returns whether every node of the flow has ended; the ends of nodes without dependents may not
   * be durable yet.
   */
  boolean isFinished() {
    return unfinishedRoots == 0;
  }

  /**
   * Opens a node that waits for nothing, unless the recorded end of another node has already opened
   * it.
   */
  private void openIfReady(NodeRun run) {
    if (run.readiness.mayOpen()) {
      open(run);
    }
  }

  private void open(NodeRun run) {
    run.readiness.open();
    listener().nodeReady(run);
  }

  /** Creates the inner runs of a node whose children are nodes with children of their own. */
  void addGroups(NodeRun run) {
    NodeRun[] groups = Objects.requireNonNull(run.groups());
    for (int i = 0; i < groups.length; i++) {
      NodeRun group = new NodeRun(run.node, run, run.fullPath(i));
      group.setCreatedMicros(Snapshots.micros(clock.now()));
      groups[i] = group;
      int level = group.level();
      for (Dependency need : run.node.dependencies()) {
        boolean open =
            need.shared() == level
                ? !isFinished(need, group.prefix)
                : need.shared() > level && !isSettled(need, group.prefix);
        group.readiness.await(open ? 1 : 0);
      }
    }
    for (NodeRun group : groups) {
      openIfReady(group);
    }
  }

  /**
   * Counts for each child the upstreams it waits for, and reports the children that wait for none
   * as ready.
   */
  void addChildren(NodeRun run) {
    int sliced = 0;
    for (Dependency need : run.node.dependencies()) {
      sliced += need.shared() == run.node.dimensions() ? 1 : 0;
    }
    if (sliced == 0) {
      listener().childrenReady(run);
      return;
    }
    byte[] pending = new byte[run.width()];
    run.readiness.awaitForChildren(pending);
    int[] path = Arrays.copyOf(run.prefix, run.prefix.length + 1);
    for (int i = 0; i < pending.length; i++) {
      path[path.length - 1] = i;
      int open = 0;
      for (Dependency need : run.node.dependencies()) {
        if (need.shared() == path.length && !isFinished(need, path)) {
          open++;
        }
      }
      pending[i] = (byte) open;
    }
    for (int i = 0; i < pending.length; i++) {
      if (pending[i] == 0) {
        listener().childReady(run, i);
      }
    }
  }

  private boolean isFinished(Dependency need, int[] path) {
    return isFinished(need.upstream(), path, need.shared());
  }

  private boolean isFinished(GraphNode node, int[] path, int shared) {
    if (node.dimensions() > shared || shared == 0) {
      return runs.nearest(node, path, shared).readiness.isEndAnnounced();
    }
    NodeRun run = runs.nearest(node, path, shared - 1);
    if (run.level() < shared - 1 || !run.hasChildren()) {
      return run.readiness.isEndAnnounced();
    }
    return run.readiness.isAnnounced(path[shared - 1]);
  }

  private boolean isSettled(Dependency need, int[] prefix) {
    NodeRun run = runs.nearest(need.upstream(), prefix, prefix.length);
    return run.readiness.isEndAnnounced()
        || run.level() == prefix.length && run.readiness.isWidthAnnounced();
  }

  /** Notifies dependents that a child, or the only run, of a node has ended. */
  public void childFinished(NodeRun run, int index) {
    if (run.isSingle()) {
      wholeFinished(run);
      return;
    }
    run.readiness.announceChild(index);
    int depth = run.node.dimensions();
    for (Dependency dependent : run.node.dependents()) {
      if (dependent.shared() == depth) {
        release(dependent.downstream(), run.prefix, index);
      }
    }
    countChild(run);
  }

  private void countChild(NodeRun run) {
    if (run.readiness.childEnded() == run.width()) {
      childrenFinished(run);
    }
  }

  /** Notifies listener and dependents that all children of a node, possibly none, have ended. */
  void childrenFinished(NodeRun run) {
    listener().childrenFinished(run);
    wholeFinished(run);
  }

  /**
   * Counts down the child, or the inner run, that shares the whole path of an upstream's child that
   * has ended.
   */
  private void release(GraphNode node, int[] prefix, int index) {
    int depth = prefix.length + 1;
    if (node.dimensions() == depth) {
      NodeRun waiting = runs.at(node, prefix, prefix.length);
      if (waiting != null && waiting.readiness.childUpstreamDone(index)) {
        listener().childReady(waiting, index);
      }
      return;
    }
    NodeRun outer = runs.at(node, prefix, prefix.length);
    NodeRun[] groups = outer == null ? null : outer.groups();
    if (groups != null && groups[index] != null) {
      upstreamDone(groups[index]);
    }
  }

  /** Notifies dependents that a node has its children, which have not ended yet. */
  void expanded(NodeRun run) {
    run.readiness.announceWidth();
    for (Dependency dependent : run.node.dependents()) {
      if (dependent.shared() > run.level()) {
        upstreamDone(runs.at(dependent.downstream(), run.prefix, run.level()));
      }
    }
  }

  /** Notifies dependents that a node has ended as a whole. */
  public void wholeFinished(NodeRun run) {
    run.readiness.announceEnd();
    int level = run.level();
    for (Dependency dependent : run.node.dependents()) {
      if (dependent.shared() == level) {
        ended(dependent.downstream(), run.prefix);
      } else if (dependent.shared() > level) {
        NodeRun waiting = runs.at(dependent.downstream(), run.prefix, level);
        // A node that is opened only now does not count this end among its awaited ends.
        boolean awaits = waiting != null && waiting.readiness.awaitsEnds();
        if (!run.isExpanded()) {
          upstreamDone(waiting);
        }
        if (waiting != null && awaits && waiting.readiness.awaitedEnded()) {
          listener().awaitedUpstreamsEnded(waiting);
        }
      }
    }
    NodeRun parent = run.parent;
    if (parent != null) {
      countChild(parent);
    } else {
      unfinishedRoots--;
    }
  }

  private void ended(GraphNode node, int[] prefix) {
    if (prefix.length > 0 && node.dimensions() == prefix.length) {
      int[] outer = Arrays.copyOf(prefix, prefix.length - 1);
      NodeRun waiting = runs.at(node, outer, outer.length);
      int index = prefix[prefix.length - 1];
      if (waiting != null && waiting.readiness.childUpstreamDone(index)) {
        listener().childReady(waiting, index);
      }
    } else {
      upstreamDone(runs.at(node, prefix, prefix.length));
    }
  }

  private void upstreamDone(@Nullable NodeRun run) {
    if (run != null && run.readiness.upstreamDone()) {
      open(run);
    }
  }

  /**
   * Waits for the ends of the upstreams that would have determined the children of a node; returns
   * whether there are any.
   */
  boolean awaitsUpstreamEnds(NodeRun run) {
    int count = 0;
    for (Dependency need : run.node.dependencies()) {
      if (need.shared() > run.level()) {
        NodeRun up = runs.nearest(need.upstream(), run.prefix, run.level());
        count += up.readiness.isEndAnnounced() ? 0 : 1;
      }
    }
    run.readiness.awaitEnds(count);
    return count > 0;
  }
}
