package dev.praetor.engine.spec;

import dev.praetor.engine.graph.FlowDefinition;
import java.util.List;

/**
 * A flow without its code: all its properties that can be stored, compared and drawn elsewhere.
 * Immutable. {@link FlowSpecWriter} writes it as JSON and {@link FlowSpecReader} reads it back.
 *
 * @param description the text for people; empty without one
 * @param parameters in order of definition
 * @param nodes in order of definition
 * @param edges the lines between nodes, as in a picture of the flow
 * @param end the nodes that decide the flow's state, and the source of its value
 * @param options the options of its runs
 */
public record FlowDescription(
    String name,
    String description,
    List<ParameterDescription> parameters,
    List<NodeDescription> nodes,
    List<EdgeDescription> edges,
    End end,
    OptionsDescription options) {

  /**
   * The end of a flow.
   *
   * @param decidedBy the nodes whose states decide the state of the flow
   * @param result the nodes whose results the value is made of
   * @param value the source of the value
   */
  public record End(List<String> decidedBy, List<String> result, SourceDescription.Whole value) {
    public End {
      decidedBy = List.copyOf(decidedBy);
      result = List.copyOf(result);
    }
  }

  public FlowDescription {
    parameters = List.copyOf(parameters);
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /** Describes a flow. */
  public static FlowDescription of(FlowDefinition flow) {
    return FlowDescriber.describe(flow);
  }
}
