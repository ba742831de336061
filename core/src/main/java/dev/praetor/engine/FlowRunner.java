package dev.praetor.engine;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The way from a flow to the engine that runs it. The API that authors import knows only this
 * interface, so that the API can be read, and compiled, without the engine.
 */
public interface FlowRunner {
  /**
   * Starts a run of a flow in this process.
   *
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments; nothing has been
   *     started or recorded then
   */
  <R extends @Nullable Object> FlowRun<R> start(Flow<R> flow, Argument... arguments);

  /**
   * Runs a flow in this process and waits for its end. If this thread is interrupted, the run is
   * cancelled.
   */
  <R extends @Nullable Object> FlowResult<R> run(Flow<R> flow, Argument... arguments);

  /**
   * Returns the runner of the engine in this jar. The runner is loaded with the class loader of
   * this interface, regardless of the loader of the flow and of the thread's context class loader.
   *
   * @throws IllegalStateException if a repackaged jar lost the service entry of the runner
   */
  static FlowRunner installed() {
    return Installed.FOUND.orElseThrow(() ->
        new IllegalStateException(
            "the engine cannot be found: the file META-INF/services/"
                + FlowRunner.class.getName()
                + " of Praetor is missing; keep it when jars are packed into one"));
  }

  /** The runner in this jar, loaded once, when the first flow is run. */
  final class Installed {
    private static final Optional<FlowRunner> FOUND =
        ServiceLoader.load(FlowRunner.class, FlowRunner.class.getClassLoader()).findFirst();

    private Installed() {}
  }
}
