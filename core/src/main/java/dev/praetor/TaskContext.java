package dev.praetor;

import dev.praetor.engine.CurrentTask;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a task's code can ask about its own run. It belongs to the thread that runs the task; hand
 * what is needed to other threads as values.
 */
public interface TaskContext {
  /**
   * The context of the task that runs in this thread.
   *
   * @throws IllegalStateException outside a task
   */
  static TaskContext current() {
    return CurrentTask.current("TaskContext.current()");
  }

  RunId runId();

  /** The name of the flow. */
  String flow();

  /** The name of the node in its flow. */
  String node();

  /** The name of the task. */
  String task();

  /** The path of this task run in its flow run, for example {@code send[3]}. */
  String taskRun();

  /** Which try this is, from 1. */
  int attempt();

  /** Which iteration of a loop this is, from 1. */
  int iteration();

  /** The index of the element, -1 where the task is not mapped. */
  int index();

  /** The element's name for people. */
  String label();

  /** When the run was due; the same in every retry and restart. */
  Instant scheduledTime();

  /** The parameters of the run. */
  Map<String, @Nullable Object> parameters();

  /** A logger whose lines belong to this task run. */
  Logger logger();

  /** Whether somebody asked this run to end. Long work should look, or answer interrupts. */
  boolean isCancelled();

  /** Says how far it is: a part from 0 to 1, and a text. */
  void progress(double part, String message);

  /** Leaves something for people to look at, under a name. */
  void artifact(String name, Object content);
}
