package dev.praetor.engine.graph;

import dev.praetor.Problem;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.task.ParameterDefinition;
import java.util.List;
import java.util.Optional;

/**
 * The graph of a flow, already checked. Immutable.
 *
 * @param nodes in order of definition
 * @param deciding the nodes whose states decide the state of the flow
 * @param decidedExplicitly true if the author named the deciding nodes
 * @param result the source of the flow's value, which the definition returned
 * @param codecs the codecs of the flow's types
 */
public record Graph(
    List<GraphNode> nodes,
    List<ParameterDefinition> parameters,
    List<GraphNode> deciding,
    boolean decidedExplicitly,
    Source.Whole result,
    List<Problem> warnings,
    Codecs codecs) {
  public Graph {
    nodes = List.copyOf(nodes);
    parameters = List.copyOf(parameters);
    deciding = List.copyOf(deciding);
    warnings = List.copyOf(warnings);
  }

  public Optional<GraphNode> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
