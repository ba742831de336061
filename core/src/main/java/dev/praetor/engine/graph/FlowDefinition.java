package dev.praetor.engine.graph;

import dev.praetor.Problem;
import dev.praetor.engine.task.FlowOptions;
import java.util.List;

/**
 * A flow as the engine knows it: a checked graph with a name, and how its runs are treated.
 * Immutable.
 */
public record FlowDefinition(String name, Graph graph, FlowOptions options) {
  public FlowDefinition withOptions(FlowOptions other) {
    return new FlowDefinition(name, graph, other);
  }

  /** The things that might be mistakes but can run. */
  public List<Problem> warnings() {
    return graph.warnings();
  }
}
