package dev.praetor.cli.history;

import dev.praetor.TaskPath;
import dev.praetor.cli.error.ErrorReport;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The graph of a stored run, as far as it is known without the flow's code: from the description
 * that is kept with it, or where there is none from what ran.
 *
 * @param value where the flow's value comes from
 */
public record RunShape(List<Node> nodes, JsonNode value) {
  public RunShape {
    nodes = List.copyOf(nodes);
  }

  /**
   * One node.
   *
   * @param depth in how many mapped pieces of graph it stands
   */
  public record Node(String name, String kind, boolean mapped, int depth, JsonNode spec) {
    /** How many indexes one of its task runs has. */
    public int dimensions() {
      return depth + (mapped ? 1 : 0);
    }
  }

  public static RunShape of(RunStore store, StoredRun run) {
    return run.version().flatMap(store::spec).map(RunShape::read).orElseGet(() -> seen(store, run));
  }

  private static RunShape read(String json) {
    JsonNode spec = JsonMapper.shared().readTree(json);
    List<Node> nodes = new ArrayList<>();
    for (JsonNode node : spec.path("nodes")) {
      nodes.add(
          new Node(
              node.path("name").asString(),
              node.path("kind").asString(),
              node.path("mapped").asBoolean(),
              node.path("depth").asInt(0),
              node));
    }
    return new RunShape(nodes, spec.path("value"));
  }

  private static RunShape seen(RunStore store, StoredRun run) {
    JsonNode nothing = JsonNodeFactory.instance.missingNode();
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (StoredTaskRun row : store.taskRuns(run.id(), TaskRunFilter.all())) {
      TaskPath path = TaskPath.of(row.node(), row.index());
      int indexes = path.indexes().size();
      nodes.merge(
          path.node(),
          new Node(path.node(), "task", indexes > 0, Math.max(0, indexes - 1), nothing),
          (one, other) -> one.dimensions() >= other.dimensions() ? one : other);
    }
    return new RunShape(List.copyOf(nodes.values()), nothing);
  }

  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /** The node that is meant, or a message with those there are. */
  public Node require(String name) {
    return node(name)
        .orElseThrow(() ->
            new ErrorReport.Use(
                "this run has no node '"
                    + name
                    + "'; it has "
                    + String.join(", ", nodes.stream().map(Node::name).toList())));
  }
}
