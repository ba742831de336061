package dev.praetor;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One task run as it stands: of a plain node, of a mapped node (index -1) or of one of its
 * children.
 *
 * @param node the node's name in its flow; of a node that is mapped inside a mapped piece of graph,
 *     with the index of the outer element: {@code work[2]}
 * @param index the element's index, -1 if there is none
 * @param label the element's name for people; the index as text unless the task says otherwise
 * @param state the state it is in
 * @param attempts how many attempts were begun
 * @param value what it returned, null where it returned nothing
 * @param failure what the last attempt failed with
 * @param history every state it entered, oldest first
 */
public record TaskRun(
    String node,
    int index,
    String label,
    State state,
    int attempts,
    @Nullable Object value,
    Optional<Failure> failure,
    List<Transition> history) {
  public TaskRun {
    history = List.copyOf(history);
  }

  /** The node with the index where there is one: {@code send_reminder[3]}. */
  public String path() {
    return TaskPath.text(node, index);
  }
}
