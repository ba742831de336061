package dev.praetor.engine;

import dev.praetor.State;
import dev.praetor.TaskRun;
import java.util.function.Supplier;

/**
 * A listener to the changes of a run. Called by the thread that owns the run, so it must return
 * quickly and must not throw.
 */
public interface RunListener {
  RunListener NONE = new RunListener() {};

  /** Called when the run itself has entered a state. */
  default void flowRun(State state) {}

  /**
   * Called when a task run has entered a state.
   *
   * @param node the name of its node, as in {@link TaskRun#node}
   * @param index its index, -1 for none
   * @param run the complete task run, built on request
   */
  default void taskRun(String node, int index, State state, Supplier<TaskRun> run) {}

  /** Called when a mapped node has created its children. */
  default void expanded(String node, int width) {}

  /**
   * Called when a task has reported its progress.
   *
   * @param part the completed part, from 0 to 1
   */
  default void progress(String taskRun, double part, String message) {}
}
