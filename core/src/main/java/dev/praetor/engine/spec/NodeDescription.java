package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Role;
import java.util.List;
import java.util.Optional;

/**
 * A node of a flow.
 *
 * @param depth the number of mapped subgraphs that contain the node
 * @param inputs the sources of its arguments, in order
 * @param branches the conditions under which it runs, in words
 * @param shape a hash of the components, constants and members of the type of its kept results;
 *     absent if they are not kept
 * @param captured a hash of the values that belong to the code of its task, where several nodes of
 *     the flow run tasks of one name, which may change places; absent where none can be compared
 */
public record NodeDescription(
    String name,
    boolean mapped,
    int depth,
    Role role,
    List<SourceDescription> inputs,
    List<String> branches,
    WorkDescription work,
    Optional<String> shape,
    Optional<String> captured) {
  public NodeDescription {
    inputs = List.copyOf(inputs);
    branches = List.copyOf(branches);
  }

  public NodeKind kind() {
    return work.kind();
  }
}
