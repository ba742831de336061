package dev.praetor.engine.graph;

import dev.praetor.Problem;
import dev.praetor.engine.task.FlowOptions;
import java.util.List;

/**
 * A flow as the engine knows it: a checked graph with a name, and the options of its runs.
 * Immutable.
 */
public record FlowDefinition(String name, Graph graph, FlowOptions options) {
  public FlowDefinition withOptions(FlowOptions other) {
    return new FlowDefinition(name, graph, other);
  }

  /** Returns the warnings: possible mistakes with which the flow can still run. */
  public List<Problem> warnings() {
    return graph.warnings();
  }
}
