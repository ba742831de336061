package dev.praetor.engine;

import dev.praetor.FlowRun;
import dev.praetor.State;
import dev.praetor.TaskRun;
import java.util.concurrent.CompletableFuture;
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

  /**
   * Called when a run within this one has been created, at any depth, before it begins. Called by
   * any thread.
   */
  default void runWithin(FlowRun<?> run, CompletableFuture<?> ended) {}

  /**
   * Called when a task run of a run within this one has entered a state. Called by the thread that
   * owns the run within.
   */
  default void taskRunWithin(Within taskRun, State state) {}

  /**
   * A task run of a run within this one, which a task run of this run started.
   *
   * @param run the run within
   * @param task the path of the task run in the run within
   * @param path its path from this run, as in {@code ship/approval}
   */
  record Within(FlowRun<?> run, String task, String path) {
    /** Returns the same task run as a run around this one sees it. */
    public Within in(String outer) {
      return new Within(run, task, outer + "/" + path);
    }
  }

  /** Called when a mapped node has created its children. */
  default void expanded(String node, int width) {}

  /**
   * Called when a task has reported its progress.
   *
   * @param part the completed part, from 0 to 1
   */
  default void progress(String taskRun, double part, String message) {}
}
