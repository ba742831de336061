package dev.praetor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that was started in this process. Thread-safe. */
public interface FlowRun<R extends @Nullable Object> {
  /** Returns the id of the run. */
  RunId id();

  /** Waits for the end of the run and returns its result. */
  FlowResult<R> await() throws InterruptedException;

  /**
   * Waits for the end of the run for at most {@code longest} and returns the result; empty if the
   * run has not ended by then.
   */
  Optional<FlowResult<R>> await(Duration longest) throws InterruptedException;

  /**
   * Requests cancellation: no further task starts, running attempts are interrupted, and clean-up
   * tasks still run. Has no effect if the run has ended.
   *
   * @param why the reason, for the record
   */
  void cancel(String why);

  /**
   * Requests cancellation on behalf of a person.
   *
   * @param by the person who requests it, for the record
   * @param why the reason, for the record
   */
  default void cancel(String by, String why) {
    cancel(why + " (by " + by + ")");
  }

  /** Returns the task runs that are waiting for approval. */
  List<TaskRun> paused();

  /**
   * Approves a task run that is waiting for approval.
   *
   * @param task the path of the task run: {@code approval} or {@code send[3]}
   * @param by the person who approves, for the record
   * @return true if the task run was waiting for approval
   */
  boolean approve(String task, String by);

  /**
   * Refuses a task run that is waiting for approval. It is then Failed and not retried.
   *
   * @param task the path of the task run: {@code approval} or {@code send[3]}
   * @param by the person who refuses, for the record
   * @param why the reason, for the record
   * @return true if the task run was waiting for approval
   */
  boolean refuse(String task, String by, String why);
}
