package dev.praetor.bench;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.store.RunStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/**
 * A measurement on a store. Its floor, measured in turns with it, writes the same rows with plain
 * SQL into another database of the same kind with the same tables.
 *
 * @param runs the measured runs
 * @param perCommit the number of rows that the floor writes with each commit
 */
record DurableScenario(
    Databases.Kind kind, String what, Runs runs, int perCommit, int rounds, Goal goal) {
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final int BATCH = 500;

  /** Runs something in a store and returns the runs made. */
  interface Runs {
    List<RunId> in(RunStore store) throws Exception;
  }

  static List<DurableScenario> all(Databases.Kind kind) {
    Goal nearly = new Goal.Ratio(0.9);
    Goal thirdMore = new Goal.Ratio(1 / 1.3);
    Flow<Integer> flat = Flows.flat(100_000);
    Flow<Integer> shortChain = Flows.chain(40, x -> x);
    Flow<Integer> chain = Flows.chain(200, x -> x);
    Flow<Integer> chained = Flows.chained(1_000);
    Flow<Integer> small = Flows.chain(1, x -> x);
    return List.of(
        new DurableScenario(
            kind, "flat map of 100,000", store -> StoreRuns.one(store, flat), BATCH, 5, nearly),
        new DurableScenario(
            kind,
            "40 dependent tasks",
            store -> StoreRuns.one(store, shortChain),
            1,
            75,
            thirdMore),
        new DurableScenario(
            kind, "200 dependent tasks", store -> StoreRuns.one(store, chain), 1, 25, thirdMore),
        new DurableScenario(
            kind,
            "three chained maps of 1,000",
            store -> StoreRuns.one(store, chained),
            BATCH,
            15,
            new Goal.Within(Duration.ofMillis(40))),
        new DurableScenario(
            kind,
            "1,000 runs of one task, at once",
            store -> StoreRuns.atOnce(store, small, 1_000),
            BATCH,
            7,
            new Goal.Within(Duration.ofMillis(100))),
        new DurableScenario(
            kind,
            "1,000 runs of one task, one by one",
            store -> StoreRuns.oneByOne(store, small, 1_000),
            1,
            5,
            new Goal.None()));
  }

  String name() {
    return kind.name() + ", " + what;
  }

  Scenario.Result measure() throws Exception {
    try (BenchDatabase measured = kind.make();
        BenchDatabase plain = kind.make()) {
      plain.open().close();
      try (RunStore store = measured.open();
          Connection connection = plain.connect()) {
        measured.settle();
        plain.settle();
        PlainRows rows = PlainRows.of(measured, runs.in(store));
        Scenario scenario =
            new Scenario(
                name(),
                rows.size(),
                () -> rows.insert(connection, perCommit),
                () -> runs.in(store),
                goal);
        scenario.warmUp(WARM_UP);
        return scenario.measure(rounds);
      }
    }
  }
}
