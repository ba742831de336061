package dev.praetor.engine;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import org.jspecify.annotations.Nullable;

/**
 * The way from a flow to the engine that runs it. What authors import knows this interface only, so
 * that it can be read, and compiled, without the engine.
 */
public interface FlowRunner {
  /**
   * Starts a run of a flow in this process.
   *
   * @throws dev.praetor.InvalidRun if it cannot run with these arguments; nothing has happened then
   */
  <R extends @Nullable Object> FlowRun<R> start(Flow<R> flow, Argument... arguments);

  /** Runs a flow in this process and waits; if this thread is interrupted, the run is cancelled. */
  <R extends @Nullable Object> FlowResult<R> run(Flow<R> flow, Argument... arguments);

  /**
   * The runner of the engine in this jar. It is looked for with the class loader of this interface,
   * whatever loader defined the flow and whatever the thread's context loader is.
   *
   * @throws IllegalStateException if a repackaged jar lost the entry that names it
   */
  static FlowRunner installed() {
    return InstalledRunner.FOUND.orElseThrow(() ->
        new IllegalStateException(
            "the engine cannot be found: the file META-INF/services/"
                + FlowRunner.class.getName()
                + " of Praetor is missing; keep it when jars are packed into one"));
  }
}
