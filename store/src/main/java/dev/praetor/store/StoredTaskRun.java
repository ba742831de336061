package dev.praetor.store;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task run as the store has it. Times are kept to the microsecond.
 *
 * @param index -1 where there is none
 * @param value what it returned, as JSON
 * @param note why there is no value, or why it is not the one that was returned
 */
public record StoredTaskRun(
    String node,
    int index,
    String label,
    State state,
    int attempts,
    Optional<Instant> started,
    Optional<Instant> ended,
    Optional<String> value,
    Optional<String> note,
    Optional<Failure> failure,
    List<Transition> history) {
  public StoredTaskRun {
    history = List.copyOf(history);
  }

  /** Whether the value is what the task returned, so that a later run may take it over. */
  public boolean isWhole() {
    return note.isEmpty();
  }

  /** The same without its value. */
  TaskRun without() {
    return new TaskRun(node, index, label, state, attempts, null, failure, history);
  }

  /**
   * The same with its value read from JSON.
   *
   * @throws StoreFailed if it cannot be read as this type
   */
  public TaskRun as(Type type) {
    return new TaskRun(
        node,
        index,
        label,
        state,
        attempts,
        value.isEmpty() ? null : JsonValues.read(value.get(), type, node),
        failure,
        history);
  }
}
