package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Role;
import java.util.List;

/**
 * A node of a flow.
 *
 * @param depth the number of mapped subgraphs that contain the node
 * @param inputs the sources of its arguments, in order
 * @param branches the conditions under which it runs, in words
 */
public record NodeDescription(
    String name,
    boolean mapped,
    int depth,
    Role role,
    List<SourceDescription> inputs,
    List<String> branches,
    WorkDescription work) {
  public NodeDescription {
    inputs = List.copyOf(inputs);
    branches = List.copyOf(branches);
  }

  public NodeKind kind() {
    return work.kind();
  }
}
