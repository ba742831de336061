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

/**
 * The graph of a stored run, as far as it is known without the flow's code: from the description
 * that is kept with it, or where there is none from what ran.
 *
 * @param value the source of the flow's value
 */
public record RunShape(List<Node> nodes, Optional<SourceDescription.Whole> value) {
  public RunShape {
    nodes = List.copyOf(nodes);
  }

  /**
   * One node.
   *
   * @param depth the number of mapped pieces of graph it stands in
   * @param inputs the sources of its arguments; none where it is only known to have run
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

    /** How many indexes one of its task runs has. */
    public int dimensions() {
      return depth + (mapped ? 1 : 0);
    }

    /** The other flow it runs, if it does. */
    public Optional<WorkDescription.RunFlow> flow() {
      return work.filter(WorkDescription.RunFlow.class::isInstance)
          .map(WorkDescription.RunFlow.class::cast);
    }
  }

  public static RunShape of(RunHistory store, StoredRun run) {
    return run.version().flatMap(store::spec).map(RunShape::read).orElseGet(() -> seen(store, run));
  }

  private static RunShape read(String json) {
    FlowDescription flow = FlowSpecReader.read(json);
    return new RunShape(
        flow.nodes().stream().map(Node::of).toList(), Optional.of(flow.end().value()));
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

  /** The node that is meant, or a message with those there are. */
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
