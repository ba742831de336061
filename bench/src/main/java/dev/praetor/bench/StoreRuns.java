package dev.praetor.bench;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs flows with a store. */
public final class StoreRuns {
  private static final int AT_ONCE = 200;
  private static final RunOrigin ORIGIN = new RunOrigin("dev.praetor.bench.Flows", "bench");

  private StoreRuns() {}

  /** Makes a run, which must succeed. */
  public static List<RunId> one(RunStore store, Flow<?> flow) {
    FlowResult<?> result = run(flow, store.journal(flow, ORIGIN));
    if (!result.state().isSuccessful()) {
      throw new IllegalStateException(result.state().toString());
    }
    return List.of(result.id());
  }

  static List<RunId> oneByOne(RunStore store, Flow<?> flow, int runs) {
    Journal journal = store.journal(flow, ORIGIN);
    List<RunId> ids = new ArrayList<>(runs);
    for (int i = 0; i < runs; i++) {
      ids.add(run(flow, journal).id());
    }
    return ids;
  }

  /** Makes many concurrent runs, of which a limited number is in progress at a time. */
  public static List<RunId> atOnce(RunStore store, Flow<?> flow, int runs) throws Exception {
    Journal journal = store.journal(flow, ORIGIN);
    Semaphore slots = new Semaphore(AT_ONCE);
    List<Future<RunId>> all = new ArrayList<>(runs);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < runs; i++) {
        slots.acquire();
        all.add(
            threads.submit(() -> {
              try {
                return run(flow, journal).id();
              } finally {
                slots.release();
              }
            }));
      }
    }
    return all.stream().map(Future::resultNow).toList();
  }

  private static FlowResult<?> run(Flow<?> flow, Journal journal) {
    return LocalRun.of(flow)
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
        .run();
  }
}
