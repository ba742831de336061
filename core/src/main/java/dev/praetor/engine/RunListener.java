package dev.praetor.engine;

import dev.praetor.State;
import dev.praetor.TaskRun;
import java.util.function.Supplier;

/**
 * Watches a run from inside. Called by the thread that owns the run, so it must be quick and must
 * not throw.
 */
public interface RunListener {
  RunListener NONE = new RunListener() {};

  /** The run itself entered a state. */
  default void flowRun(State state) {}

  /**
   * A task run entered a state.
   *
   * @param node its node, as {@link TaskRun#node} names it
   * @param index its index, -1 for none
   * @param run the whole of it, made when asked for
   */
  default void taskRun(String node, int index, State state, Supplier<TaskRun> run) {}

  /** A mapped node made its children. */
  default void expanded(String node, int width) {}

  /** A task said how far it is. */
  default void progress(String taskRun, double part, String message) {}
}
