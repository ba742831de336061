package dev.praetor.store.model;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.store.json.JsonValues;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task run as the store has it. Times are kept to the microsecond.
 *
 * @param index -1 where there is none
 */
public record StoredTaskRun(
    String node,
    int index,
    String label,
    State state,
    int attempts,
    Optional<Instant> started,
    Optional<Instant> ended,
    Result result,
    Optional<Failure> failure,
    List<Transition> history) {
  /**
   * What there is of a value.
   *
   * @param json the value, unless it is a blob that was not read
   * @param blob where it lies, if it is large
   * @param note why there is no value, or why it is not the one that was returned
   */
  public record Result(Optional<String> json, Optional<BlobRef> blob, Optional<String> note) {
    static final Result NONE = new Result(Optional.empty(), Optional.empty(), Optional.empty());
  }

  public StoredTaskRun {
    history = List.copyOf(history);
  }

  /**
   * What it returned, as JSON. Absent if that is nothing, and in pages also if it is large; read by
   * itself, a task run has it.
   */
  public Optional<String> value() {
    return result.json();
  }

  /** Why there is no value, or why it is not the one that was returned. */
  public Optional<String> note() {
    return result.note();
  }

  /** Whether the value is what the task returned, so that a later run may take it over. */
  public boolean isWhole() {
    return note().isEmpty();
  }

  /** What one is called that nobody named: its index, or its node without outer indexes. */
  public static String defaultLabel(String node, int index) {
    if (index >= 0) {
      return Integer.toString(index);
    }
    int outer = node.indexOf('[');
    return outer < 0 ? node : node.substring(0, outer);
  }

  public StoredTaskRun with(State now, Result other) {
    return new StoredTaskRun(
        node, index, label, now, attempts, started, ended, other, failure, history);
  }

  /** The same without its value. */
  public TaskRun without() {
    return new TaskRun(node, index, label, state, attempts, null, failure, history);
  }

  /**
   * The same with its value read from JSON.
   *
   * @throws StoreFailed if it cannot be read as this type
   */
  public TaskRun as(Type type) {
    Object read = value().isEmpty() ? null : JsonValues.read(value().get(), type, node);
    return new TaskRun(node, index, label, state, attempts, read, failure, history);
  }
}
