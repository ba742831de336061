package dev.praetor.worker.runner;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.history.FlowChanges;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flow of the runner's code, and where its runs are kept.
 *
 * @param settings the settings of its runs
 */
record RemoteFlow<R extends @Nullable Object>(
    Flow<R> flow, RunSettings settings, RemoteRecords records) {
  private LocalRun<R> fresh() {
    return LocalRun.of(flow).with(_ -> settings);
  }

  /** Returns the arguments of a recorded run. */
  List<Argument> arguments(StoredRun run) {
    return FlowParameters.again(flow, run.parameters(), run.parameterNotes(), List.of());
  }

  /** Returns a run that was claimed before its code began. */
  LocalRun<R> start(StoredRun run, String restartFrom) {
    Optional<RunId> earlier = restartFrom.isEmpty() ? Optional.empty() : run.restartOf();
    LocalRun<R> local =
        earlier
            .map(before -> restarted(before, restartFrom, arguments(run)))
            .orElseGet(this::fresh);
    return local.withId(run.id()).scheduledAt(run.times().scheduled());
  }

  private LocalRun<R> restarted(RunId earlier, String from, List<Argument> arguments) {
    StoredRun before = records.run(earlier);
    RestartPlan.Changes changes =
        new RestartPlan.Changes(
            FlowParameters.changed(flow, before.parameters(), before.parameterNotes(), arguments),
            FlowChanges.since(before.version().flatMap(records::spec), flow));
    RecordedRun recorded = records.recorded(earlier, flow.definition());
    RestartPlan plan =
        RestartPlan.of(flow.definition().graph(), recorded, RestartPlan.From.of(from), changes);
    return fresh().restarting(recorded, plan);
  }

  /**
   * Returns a run that began in another process.
   *
   * @param death the end of that process in words; empty if it is not known
   */
  LocalRun<R> resume(StoredRun run, String death) {
    RecordedRun recorded = records.recorded(run.id(), flow.definition());
    if (!death.isEmpty()) {
      recorded.setDeath(death);
    }
    return fresh().resuming(recorded);
  }
}
