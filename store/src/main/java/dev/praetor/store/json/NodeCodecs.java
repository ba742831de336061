package dev.praetor.store.json;

import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.store.model.StoredTaskRun;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The codecs of the values of a flow's nodes, by the names of the nodes. Immutable. */
public final class NodeCodecs {
  private final Map<String, GraphNode> nodes = new HashMap<>();

  public NodeCodecs(Graph graph) {
    graph.nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** Returns the codec of the results of a node; outer indexes in its name are ignored. */
  public Optional<ValueCodec> of(String node) {
    return known(node).flatMap(GraphNode::results);
  }

  /** Returns the codec of the state that is passed to an iteration of a loop. */
  public Optional<ValueCodec> ofState(String node) {
    return known(node).flatMap(GraphNode::states);
  }

  private Optional<GraphNode> known(String node) {
    return Optional.ofNullable(nodes.get(StoredTaskRun.defaultLabel(node, -1)));
  }
}
