package dev.praetor.store.query.row;

import dev.praetor.StateType;
import dev.praetor.store.model.TaskRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A task run in a list, without its value, its failure and its history.
 *
 * @param attempts the number of attempts that began
 */
public record TaskRunRow(
    TaskRunId id, String label, Status status, int attempts, Times times, Value value) {
  /** The recorded state of a task run. */
  public record Status(StateType state, String message) {}

  /** The times at which a task run was created, started first, and ended. */
  public record Times(Instant created, Optional<Instant> started, Optional<Instant> ended) {}

  /**
   * The facts about the value of a task run.
   *
   * @param present true if there is a value
   * @param size the length of a large value in bytes; absent for others
   * @param note the reason there is no value, or it is not the value that was returned
   * @param failed true if the last attempt has left a failure
   */
  public record Value(
      boolean present, Optional<Long> size, Optional<String> note, boolean failed) {}

  public StateType state() {
    return status.state();
  }

  /** Returns the time from the first start to the end, if the task run has ended. */
  public Optional<Duration> duration() {
    return times.started().flatMap(from -> times.ended().map(to -> Duration.between(from, to)));
  }
}
