package dev.praetor.embedded.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.RunRequest;
import org.jspecify.annotations.Nullable;

/** Starts runs that are recorded nowhere, so that no rule of a store concerns them. */
public final class UnrecordedRun {
  private UnrecordedRun() {}

  /**
   * Starts a run in this process.
   *
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments
   */
  public static <R extends @Nullable Object> FlowRun<R> start(
      Flow<R> flow, EngineSettings settings, Argument... arguments) {
    LocalRun<R> local =
        LocalRun.of(flow)
            .with(run -> run.withSources(settings.sources()))
            .with(settings.hooks().change());
    RunRequest request = local.plan(arguments);
    StartedRun<R> started = local.start(request);
    settings.hooks().begun().accept(started);
    return started;
  }
}
