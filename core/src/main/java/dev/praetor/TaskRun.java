package dev.praetor;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task run at a moment: the run of a plain node, of a mapped node (index -1) or of a child of a
 * mapped node. Immutable.
 *
 * @param node the name of the node in its flow; for a node inside a mapped part of the graph, with
 *     the index of the outer element: {@code work[2]}
 * @param index the index of the element, or -1 if there is none
 * @param label the name of the element for people; by default the index as text
 * @param state the current state
 * @param attempts the number of attempts that were started
 * @param value the result of the task, null if there is none
 * @param failure the failure of the last attempt
 * @param history all states that the run entered, oldest first
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

  /**
   * Returns the path: the node, followed by the index if there is one, for example {@code
   * send_reminder[3]}.
   */
  public String path() {
    return TaskPath.text(node, index);
  }
}
