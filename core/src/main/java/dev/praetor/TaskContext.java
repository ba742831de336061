package dev.praetor;

import dev.praetor.engine.CurrentTask;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The information about a task run that is available to the code of the task. A context belongs to
 * the thread that runs the task: pass the values to other threads, not the context.
 */
public interface TaskContext {
  /**
   * Returns the context of the task that runs in this thread.
   *
   * @throws IllegalStateException if no task runs in this thread
   */
  static TaskContext current() {
    return CurrentTask.current("TaskContext.current()");
  }

  /** Returns the id of the flow run. */
  RunId runId();

  /** Returns the name of the flow. */
  String flow();

  /** Returns the name of the node in its flow. */
  String node();

  /** Returns the name of the task. */
  String task();

  /** Returns the path of this task run in its flow run, for example {@code send[3]}. */
  String taskRun();

  /** Returns the number of this attempt, from 1. */
  int attempt();

  /** Returns the number of this iteration of a loop, from 1. */
  int iteration();

  /** Returns the index of the element, or -1 if the task is not mapped. */
  int index();

  /** Returns the label of the element, its name for people. */
  String label();

  /** Returns the time at which the run was due, which is the same in every retry and restart. */
  Instant scheduledTime();

  /** Returns the parameters of the run by name. */
  Map<String, @Nullable Object> parameters();

  /** Returns a logger whose lines are recorded for this task run. */
  Logger logger();

  /**
   * Returns whether this attempt should end, because its cancellation was requested or it was
   * abandoned. Long-running code should check this or respond to interrupts.
   */
  boolean isCancelled();

  /**
   * Reports the progress of this task run, which is shown while it runs and recorded.
   *
   * @param part the completed part, 0 to 1
   * @param message a text for people
   * @throws IllegalArgumentException if the part is not 0 to 1
   */
  void progress(double part, String message);

  /**
   * Publishes an artifact for people, for example a report in Markdown. It is recorded with the
   * task run, also if the task fails later; a later artifact of the same name replaces it. {@code
   * praetor runs artifacts} prints it.
   *
   * @param name the name, 1 to 200 characters
   * @param content the content, whose text is recorded, at most 16 million characters
   * @throws IllegalArgumentException if the name or the content is too long
   */
  void artifact(String name, Object content);
}
