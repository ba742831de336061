package dev.praetor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that was started in this process. Thread-safe: all methods may be called by any thread,
 * also by the code of a task. Orders of people return when their effect is durable.
 */
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
   * @param by the person who requests it, for the record; nobody is named if it is blank
   * @param why the reason, for the record
   */
  default void cancel(String by, String why) {
    cancel(by.isBlank() ? why : why + " (by " + by + ")");
  }

  /** Returns the task runs that are waiting for approval. */
  List<TaskRun> paused();

  /**
   * Approves a task run that is waiting for approval.
   *
   * @param task the path of the task run: {@code approval} or {@code send[3]}; of a run within this
   *     one {@code ship/approval}, where task run {@code ship} of this run runs the other flow
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

  /**
   * Pauses this run and the runs within it until somebody resumes it. The state of the run is
   * Paused at once. No attempt, iteration or child run begins any more; attempts that are running
   * end normally, and the message of the state names them. A run whose last task runs end meanwhile
   * ends. Delays, retries, deadlines and approvals keep their times: what is due during the pause
   * begins after it. Only the timeout of the flow stands still.
   *
   * <p>A paused run stays paused if its process dies and another process resumes it. Cancelling the
   * run ends the pause. Has no effect if the run is paused.
   *
   * @param by the person who pauses the run, for the record
   * @param why the reason, for the record; may be empty
   * @throws OrderRefused if the run has ended or is being cancelled
   */
  void pause(String by, String why);

  /**
   * Ends the pause of this run and of the runs within it. Has no effect if the run is not paused.
   *
   * @param by the person who resumes the run, for the record
   * @param why the reason, for the record; may be empty
   * @throws OrderRefused if the run has ended or is being cancelled
   */
  void resume(String by, String why);

  /**
   * Ends a task run as Skipped, whatever it does or waits for. A running attempt is interrupted and
   * abandoned, as by a timeout; a child run is cancelled, and the task run ends when the child run
   * has. The task runs that depend on it follow their skip rules. Also possible for a mapped node
   * that has no children yet.
   *
   * @param task the path of the task run: {@code report} or {@code send[3]}
   * @param by the person who skips the task run, for the record
   * @param why the reason, for the record; may be empty
   * @throws OrderRefused if there is no such task run, or it has ended, is a mapped node with
   *     children, or the run has ended or is being cancelled
   * @throws InvalidTaskPath if the text is not a path
   */
  void skip(String task, String by, String why);

  /**
   * Ends a task run as Success with a value, whatever it does or waits for, as {@link #skip} does.
   * The value must be a possible result of the task.
   *
   * @param task the path of the task run: {@code report} or {@code send[3]}
   * @param value the result
   * @param by the person who finishes the task run, for the record
   * @param why the reason, for the record; may be empty
   * @throws OrderRefused if the value is not of the type of the task's result, or there is no such
   *     task run, or it has ended, is a mapped node, or the run has ended or is being cancelled
   * @throws InvalidTaskPath if the text is not a path
   */
  void finish(String task, @Nullable Object value, String by, String why);

  /**
   * Ends a task run as Success with a value in JSON, as {@link #finish} does.
   *
   * @param task the path of the task run: {@code report} or {@code send[3]}
   * @param json the result, in the form in which Praetor records the results of this task
   * @param by the person who finishes the task run, for the record
   * @param why the reason, for the record; may be empty
   * @throws OrderRefused for the same reasons, and if the text is not JSON
   * @throws InvalidTaskPath if the text is not a path
   */
  void finishWithJson(String task, String json, String by, String why);
}
