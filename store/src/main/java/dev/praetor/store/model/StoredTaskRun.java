package dev.praetor.store.model;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recorded task run. Times have a precision of a microsecond.
 *
 * @param index the index of the child; -1 if the task run is not a child
 */
public record StoredTaskRun(
    String node,
    int index,
    String label,
    State state,
    Execution execution,
    Result result,
    List<Transition> history) {
  /** The number of attempts, the start of the first attempt, and the end of the task run. */
  public record Execution(int attempts, Optional<Instant> started, Optional<Instant> ended) {}

  /**
   * The value of a task run, or the reason there is none.
   *
   * @param json the value as JSON; absent if there is none, or it is a blob that was not read
   * @param blob the reference to the value if it is large
   * @param note the reason there is no value, or it is not the value that was returned
   * @param failure the failure of the last attempt
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
   * Returns the value as JSON. Absent if there is none; a large value is also absent in a page of
   * task runs, and present in a task run that was read by its path.
   */
  public Optional<String> value() {
    return result.json();
  }

  /** Returns the reason there is no value, or it is not the value that was returned. */
  public Optional<String> note() {
    return result.note();
  }

  /** Returns the default label: the index, or the node's name without outer indexes. */
  public static String defaultLabel(String node, int index) {
    return index >= 0 ? Integer.toString(index) : TaskPath.parse(node).node();
  }

  /** Returns a copy in another state. */
  public StoredTaskRun withState(State now) {
    return new StoredTaskRun(node, index, label, now, execution, result, history);
  }

  /** Returns a copy with these states before its own. */
  public StoredTaskRun withEarlier(List<Transition> earlier) {
    List<Transition> all = new ArrayList<>(earlier);
    all.addAll(history);
    return new StoredTaskRun(node, index, label, state, execution, result, all);
  }

  /** Returns a copy with another result. */
  public StoredTaskRun withResult(Result other) {
    return new StoredTaskRun(node, index, label, state, execution, other, history);
  }

  /** Returns the task run in the form the engine uses, with its value as an object. */
  public TaskRun toTaskRun(@Nullable Object value) {
    return new TaskRun(node, index, label, state, attempts(), value, failure(), history);
  }
}
