package dev.praetor.store.model;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    Execution execution,
    Result result,
    List<Transition> history) {
  /** The attempts made, and when the first one began and the task run ended. */
  public record Execution(int attempts, Optional<Instant> started, Optional<Instant> ended) {}

  /**
   * The value, or why there is none.
   *
   * @param json the value, unless it is a blob that was not read
   * @param blob the reference to it, if it is large
   * @param note why there is no value, or why it is not the one that was returned
   * @param failure what the last attempt threw
   */
  public record Result(
      Optional<String> json,
      Optional<BlobRef> blob,
      Optional<String> note,
      Optional<Failure> failure) {}

  public StoredTaskRun {
    history = List.copyOf(history);
  }

  public int attempts() {
    return execution.attempts();
  }

  public Optional<Instant> started() {
    return execution.started();
  }

  public Optional<Instant> ended() {
    return execution.ended();
  }

  public Optional<Failure> failure() {
    return result.failure();
  }

  /**
   * The value as JSON. Absent if there is none, and in pages also if it is large; read by itself, a
   * task run has it.
   */
  public Optional<String> value() {
    return result.json();
  }

  /** The reason there is no value, or it is not the one that was returned. */
  public Optional<String> note() {
    return result.note();
  }

  /** The default label: the index, or the node's name without outer indexes. */
  public static String defaultLabel(String node, int index) {
    if (index >= 0) {
      return Integer.toString(index);
    }
    int outer = node.indexOf('[');
    return outer < 0 ? node : node.substring(0, outer);
  }

  /** The same in another state. */
  public StoredTaskRun withState(State now) {
    return new StoredTaskRun(node, index, label, now, execution, result, history);
  }

  /** The same with another result. */
  public StoredTaskRun withResult(Result other) {
    return new StoredTaskRun(node, index, label, state, execution, other, history);
  }

  /** The task run as the engine knows it, with its value as an object. */
  public TaskRun toTaskRun(@Nullable Object value) {
    return new TaskRun(node, index, label, state, attempts(), value, failure(), history);
  }
}
