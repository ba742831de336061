package dev.praetor.embedded.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the results of runs that have ended, in whatever process. */
public final class EndedRuns {
  private EndedRuns() {}

  /** Returns the result of a run that has ended. */
  public static <R extends @Nullable Object> FlowResult<R> result(
      RunStore store, StoredRun run, Flow<R> flow) {
    List<Argument> arguments =
        FlowParameters.again(flow, run.parameters(), run.parameterNotes(), List.of());
    return LocalRun.of(flow)
        .resuming(store.recorded(run.id(), flow))
        .run(arguments.toArray(Argument[]::new));
  }
}
