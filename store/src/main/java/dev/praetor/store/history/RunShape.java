package dev.praetor.store.history;

import dev.praetor.NotFound;
import dev.praetor.TaskPath;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.NodeDescription;
import dev.praetor.engine.spec.SourceDescription;
import dev.praetor.engine.spec.WorkDescription;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graph of a recorded run, as far as it is known without the flow's code: from the recorded
 * description of the flow, or if there is none, from the task runs.
 *
 * @param nodes the nodes of the graph
 * @param value the source of the flow's value; absent if there is no description
 */
public record RunShape(List<Node> nodes, Optional<SourceDescription.Whole> value) {
  private static final Logger LOG = LoggerFactory.getLogger(RunShape.class);

  public RunShape {
    nodes = List.copyOf(nodes);
  }

  /**
   * A node of the graph.
   *
   * @param depth the number of mapped parts of the graph around the node
   * @param inputs the sources of the node's arguments; empty if there is no description
   * @param work the description of the node's work; absent if there is no description
   */
  public record Node(
      String name,
      boolean mapped,
      int depth,
      List<SourceDescription> inputs,
      Optional<WorkDescription> work) {
    private static Node of(NodeDescription node) {
      return new Node(
          node.name(), node.mapped(), node.depth(), node.inputs(), Optional.of(node.work()));
    }

    /** Returns the number of indexes that each task run of the node has. */
    public int dimensions() {
      return depth + (mapped ? 1 : 0);
    }

    /** Returns the other flow that the node runs, if it runs one. */
    public Optional<WorkDescription.RunFlow> flow() {
      return work.filter(WorkDescription.RunFlow.class::isInstance)
          .map(WorkDescription.RunFlow.class::cast);
    }
  }

  public static RunShape of(RunHistory store, StoredRun run) {
    return run.version()
        .flatMap(store::spec)
        .flatMap(RunShape::read)
        .orElseGet(() -> seen(store, run));
  }

  /** Reads the description of a flow; a damaged one counts as none. */
  private static Optional<RunShape> read(String json) {
    try {
      FlowDescription flow = FlowSpecReader.read(json);
      return Optional.of(
          new RunShape(
              flow.nodes().stream().map(Node::of).toList(), Optional.of(flow.end().value())));
    } catch (RuntimeException e) {
      LOG.atWarn().log("the description of the flow is damaged: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static RunShape seen(RunHistory store, StoredRun run) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (StoredTaskRun row : store.taskRuns(run.id(), TaskRunFilter.all())) {
      TaskPath path = TaskPath.of(row.node(), row.index());
      int indexes = path.indexes().size();
      nodes.merge(
          path.node(),
          new Node(path.node(), indexes > 0, Math.max(0, indexes - 1), List.of(), Optional.empty()),
          (one, other) -> one.dimensions() >= other.dimensions() ? one : other);
    }
    return new RunShape(List.copyOf(nodes.values()), Optional.empty());
  }

  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /**
   * Returns the node of a name.
   *
   * @throws NotFound if there is no such node; the message names the nodes of the run
   */
  public Node require(String name) {
    return node(name)
        .orElseThrow(() ->
            new NotFound(
                "node '" + name + "'",
                "this run has no node '"
                    + name
                    + "'; it has "
                    + String.join(", ", nodes.stream().map(Node::name).toList())));
  }
}
