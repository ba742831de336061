package dev.praetor.engine.taskruns;

import dev.praetor.TaskPath;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs of all nodes of a graph, found by node and by path. The node runs are owned by the
 * thread of the run.
 */
public final class NodeRuns {
  private final NodeRun[] roots;

  private NodeRuns(NodeRun[] roots) {
    this.roots = roots;
  }

  /** Creates the runs of a graph of which no node has begun. */
  public static NodeRuns of(Graph graph) {
    NodeRun[] roots = new NodeRun[graph.nodes().size()];
    for (GraphNode node : graph.nodes()) {
      roots[node.id()] = new NodeRun(node, null, new int[0]);
    }
    return new NodeRuns(roots);
  }

  /** Returns the outermost run of every node, in order of definition. */
  public List<NodeRun> roots() {
    return Collections.unmodifiableList(Arrays.asList(roots));
  }

  public NodeRun root(GraphNode node) {
    return roots[node.id()];
  }

  /** Returns the outermost run of the node with the given name. */
  public Optional<NodeRun> root(String node) {
    return Arrays.stream(roots).filter(root -> root.node.name().equals(node)).findFirst();
  }

  /**
   * Returns the run of a node at a level along a path, or the deepest existing run on the way
   * there.
   */
  public NodeRun nearest(GraphNode node, int[] path, int level) {
    NodeRun run = roots[node.id()];
    for (int i = 0; i < level; i++) {
      NodeRun[] groups = run.groups();
      if (groups == null || i >= path.length || path[i] >= groups.length) {
        return run;
      }
      NodeRun inner = groups[path[i]];
      if (inner == null) {
        return run;
      }
      run = inner;
    }
    return run;
  }

  /** Returns the run of a node at a level along a path; null if it does not exist yet. */
  public @Nullable NodeRun at(GraphNode node, int[] path, int level) {
    NodeRun run = nearest(node, path, level);
    return run.level() == level ? run : null;
  }

  /**
   * A task run.
   *
   * @param index the index of the child in its node, 0 for a node that is not mapped, -1 for a
   *     mapped node itself
   */
  public record Found(NodeRun run, int index) {}

  /** Returns the task run, or the mapped node itself, at a path. */
  public Optional<Found> find(TaskPath path) {
    NodeRun root = root(path.node()).orElse(null);
    if (root == null) {
      return Optional.empty();
    }
    NodeRun whole = root.at(path.indexes());
    if (whole != null) {
      return Optional.of(new Found(whole, whole.isSingle() ? 0 : -1));
    }
    NodeRun owner = root.at(path.owner().indexes());
    return owner != null && hasChild(owner, path.index())
        ? Optional.of(new Found(owner, path.index()))
        : Optional.empty();
  }

  private static boolean hasChild(NodeRun run, int index) {
    return !run.isSingle() && run.hasChildren() && index < run.width();
  }
}
