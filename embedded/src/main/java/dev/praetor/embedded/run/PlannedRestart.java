package dev.praetor.embedded.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.FlowChanges;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A restart that is planned and not started.
 *
 * @param earlier the recorded results of the earlier run
 * @param from the place from which it runs again
 * @param arguments all arguments of the new run
 */
public record PlannedRestart<R extends @Nullable Object>(
    Flow<R> flow, RecordedRun earlier, RestartPlan plan, String from, List<Argument> arguments) {
  public PlannedRestart {
    arguments = List.copyOf(arguments);
  }

  /**
   * Plans a restart.
   *
   * @param from the place from which it runs again: failed, all, or the path of a task run
   * @param arguments all arguments of the new run
   */
  public static <R extends @Nullable Object> PlannedRestart<R> of(
      RunStore store, Flow<R> flow, StoredRun earlier, String from, List<Argument> arguments) {
    RestartPlan.From begins = RestartPlan.From.of(from);
    RestartPlan.Changes changes =
        new RestartPlan.Changes(
            FlowParameters.changed(flow, earlier.parameters(), earlier.parameterNotes(), arguments),
            FlowChanges.since(earlier.version().flatMap(store::spec), flow));
    RecordedRun recorded = store.recorded(earlier.id(), flow);
    RestartPlan plan = RestartPlan.of(flow.definition().graph(), recorded, begins, changes);
    return new PlannedRestart<>(flow, recorded, plan, from, arguments);
  }

  /** Returns the new run. */
  public LocalRun<R> fresh(FlowCode<R> code) {
    return code.fresh().restarting(earlier, plan);
  }
}
