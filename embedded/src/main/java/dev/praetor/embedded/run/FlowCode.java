package dev.praetor.embedded.run;

import dev.praetor.Flow;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.RunStore;
import dev.praetor.store.write.StoreJournal;
import org.jspecify.annotations.Nullable;

/** A flow whose code this process has, and the journal of its runs. */
public record FlowCode<R extends @Nullable Object>(
    Flow<R> flow, StoreJournal journal, RunStore store, EngineSettings settings) {
  static <R extends @Nullable Object> FlowCode<R> of(
      Flow<R> flow, RunStore store, EngineSettings settings) {
    return new FlowCode<>(flow, store.journal(flow, settings.origin()), store, settings);
  }

  /** Returns a run of the flow that is recorded in the store. */
  public LocalRun<R> fresh() {
    return LocalRun.of(flow)
        .with(run ->
            run.withSources(settings.sources())
                .withSlots(store.slots())
                .withPersistence(new RunSettings.Persistence(journal, store.cache())))
        .with(settings.hooks().change());
  }
}
