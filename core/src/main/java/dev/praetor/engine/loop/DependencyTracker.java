package dev.praetor.engine.loop;

import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Knows who waits for whom: counts down what each node, and each child, still needs, and says when
 * there is nothing left. For the owner of the run.
 *
 * <p>A node whose runs have indexes is opened level by level. At level k, what shares more than k
 * indexes with an upstream needs only that upstream's width there, and then goes on child by child;
 * what shares exactly k needs its end.
 */
final class DependencyTracker {
  private final RunLoop loop;
  private final NodeRun[] roots;

  DependencyTracker(RunLoop loop, NodeRun[] roots) {
    this.loop = loop;
    this.roots = roots;
  }

  /** Makes the runs of all nodes and opens those that need nothing. */
  void begin() {
    long now = Snapshots.micros(loop.now());
    for (GraphNode node : loop.graph().nodes()) {
      NodeRun run = roots[node.id()];
      run.createdMicros = now;
      run.missingUpstreams = node.dependencies().size();
    }
    for (GraphNode node : loop.graph().nodes()) {
      activateIfReady(roots[node.id()]);
    }
  }

  /** One that is taken over may have let others go already, while these are gone through. */
  private void activateIfReady(NodeRun run) {
    if (run.missingUpstreams == 0 && !run.activated) {
      loop.activate(run);
    }
  }

  /** Makes the inner runs of a node whose children are again nodes with children. */
  void addGroups(NodeRun run) {
    NodeRun[] groups = Objects.requireNonNull(run.groups());
    for (int i = 0; i < groups.length; i++) {
      NodeRun group = new NodeRun(run.node, run, run.fullPath(i));
      group.createdMicros = Snapshots.micros(loop.now());
      groups[i] = group;
      int level = group.level();
      for (Dependency need : run.node.dependencies()) {
        boolean open =
            need.shared() == level
                ? !isFinished(need, group.prefix)
                : need.shared() > level && !isSettled(need, group.prefix);
        group.missingUpstreams += open ? 1 : 0;
      }
    }
    for (NodeRun group : groups) {
      activateIfReady(group);
    }
  }

  /**
   * Counts what each child needs of the children of others, and lets go those that need nothing.
   */
  void addChildren(NodeRun run) {
    int sliced = 0;
    for (Dependency need : run.node.dependencies()) {
      sliced += need.shared() == run.node.dimensions() ? 1 : 0;
    }
    if (sliced == 0) {
      loop.dispatcher().open(run);
      return;
    }
    byte[] pending = new byte[run.width()];
    run.pending = pending;
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
        loop.childReady(run, i);
      }
    }
  }

  private boolean isFinished(Dependency need, int[] path) {
    return isFinished(need.upstream(), path, need.shared());
  }

  private boolean isFinished(GraphNode node, int[] path, int shared) {
    if (node.dimensions() > shared || shared == 0) {
      return nearest(node, path, shared).endAnnounced;
    }
    NodeRun run = nearest(node, path, shared - 1);
    if (run.level() < shared - 1 || !run.hasChildren()) {
      return run.endAnnounced;
    }
    return run.announced.get(path[shared - 1]);
  }

  private boolean isSettled(Dependency need, int[] prefix) {
    NodeRun run = nearest(need.upstream(), prefix, prefix.length);
    return run.endAnnounced || run.level() == prefix.length && run.widthAnnounced;
  }

  /** The run at a level along a path, or the last one on the way there that exists. */
  NodeRun nearest(GraphNode node, int[] path, int level) {
    NodeRun run = roots[node.id()];
    for (int i = 0; i < level; i++) {
      NodeRun[] groups = run.groups();
      if (groups == null || path[i] >= groups.length || groups[path[i]] == null) {
        return run;
      }
      run = groups[path[i]];
    }
    return run;
  }

  private @Nullable NodeRun at(GraphNode node, int[] path, int level) {
    NodeRun run = nearest(node, path, level);
    return run.level() == level ? run : null;
  }

  /** A child (or the only run) has ended. */
  void childFinished(NodeRun run, int index) {
    if (run.isSingle()) {
      wholeFinished(run);
      return;
    }
    run.announced.set(index);
    int depth = run.node.dimensions();
    for (Dependency dependent : run.node.dependents()) {
      if (dependent.shared() == depth) {
        release(dependent.downstream(), run.prefix, index);
      }
    }
    countChild(run);
  }

  private void countChild(NodeRun run) {
    if (++run.finishedChildren == run.width()) {
      loop.allChildrenFinished(run);
    }
  }

  /** What shares the whole path with an upstream's child needs it no more. */
  private void release(GraphNode node, int[] prefix, int index) {
    int depth = prefix.length + 1;
    if (node.dimensions() == depth) {
      NodeRun waiting = at(node, prefix, prefix.length);
      if (waiting != null && waiting.pending != null && --waiting.pending[index] == 0) {
        loop.childReady(waiting, index);
      }
      return;
    }
    NodeRun outer = at(node, prefix, prefix.length);
    NodeRun[] groups = outer == null ? null : outer.groups();
    if (groups != null && groups[index] != null) {
      upstreamDone(groups[index]);
    }
  }

  /** A node has its children; they have not ended yet. */
  void expanded(NodeRun run) {
    run.widthAnnounced = true;
    for (Dependency dependent : run.node.dependents()) {
      if (dependent.shared() > run.level()) {
        upstreamDone(at(dependent.downstream(), run.prefix, run.level()));
      }
    }
  }

  /** A node has ended as a whole. */
  void wholeFinished(NodeRun run) {
    run.endAnnounced = true;
    int level = run.level();
    for (Dependency dependent : run.node.dependents()) {
      if (dependent.shared() == level) {
        ended(dependent.downstream(), run.prefix);
      } else if (dependent.shared() > level) {
        NodeRun waiting = at(dependent.downstream(), run.prefix, level);
        // One that is opened only now does not count this end among those it awaits.
        boolean awaits = waiting != null && waiting.pendingUpstreams > 0;
        if (!run.expanded) {
          upstreamDone(waiting);
        }
        if (waiting != null && awaits && --waiting.pendingUpstreams == 0) {
          loop.decideWithoutChildren(waiting);
        }
      }
    }
    NodeRun parent = run.parent;
    if (parent != null) {
      countChild(parent);
    } else {
      loop.rootFinished();
    }
  }

  private void ended(GraphNode node, int[] prefix) {
    if (prefix.length > 0 && node.dimensions() == prefix.length) {
      int[] outer = Arrays.copyOf(prefix, prefix.length - 1);
      NodeRun waiting = at(node, outer, outer.length);
      int index = prefix[prefix.length - 1];
      if (waiting != null && waiting.pending != null && --waiting.pending[index] == 0) {
        loop.childReady(waiting, index);
      }
    } else {
      upstreamDone(at(node, prefix, prefix.length));
    }
  }

  private void upstreamDone(@Nullable NodeRun run) {
    if (run != null && --run.missingUpstreams == 0 && !run.activated) {
      loop.activate(run);
    }
  }

  /**
   * Those whose children this node's children would follow, one by one, and whose end is not told.
   */
  int unannouncedElementwiseUpstreams(NodeRun run) {
    int count = 0;
    for (Dependency need : run.node.dependencies()) {
      if (need.shared() > run.level()) {
        NodeRun up = nearest(need.upstream(), run.prefix, run.level());
        count += up.endAnnounced ? 0 : 1;
      }
    }
    return count;
  }
}
