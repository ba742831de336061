package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Outcome;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.engine.codec.Sameness;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random flows over values of random types, killed after random batches, resumed, and restarted:
 * every task is given what was returned, whatever has ended stays as it is and does not run again,
 * and the run ends as if it had never been killed.
 */
class RandomCrashesTest {
  private static final int CASES = 150;
  private static final int CASES_IN_POSTGRESQL = 25;
  private static final int MANY_CASES = 10_000;
  private static final int MOST_KILLS = 4;
  @TempDir Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void a_run_that_is_killed_and_resumed_equals_one_that_is_not() throws Exception {
    check(SqliteDatabase.in(folder), CASES);
  }

  @Tag("database")
  @Test
  void so_does_one_in_postgresql() throws Exception {
    check(Databases.POSTGRESQL.shared(), CASES_IN_POSTGRESQL);
  }

  @Tag("long")
  @Test
  void thousands_of_runs_that_are_killed_and_resumed_equal_those_that_are_not() throws Exception {
    check(SqliteDatabase.in(folder), MANY_CASES);
  }

  private static void check(Database database, int cases) throws Exception {
    long first = Long.getLong("praetor.seed", 0);
    int kills = 0;
    for (int done = 0; done < cases; done += CASES) {
      kills += check(database, first + done, Math.min(CASES, cases - done));
    }
    assertThat(kills).as("kills").isGreaterThan(cases);
  }

  /**
   * Checks some cases with owners of their own: an owner remembers the runs that it was made to
   * lose, as it is not really killed.
   */
  private static int check(Database database, long first, int cases) throws Exception {
    List<RunStore> owners = new ArrayList<>();
    int kills = 0;
    try {
      for (int i = 0; i <= MOST_KILLS; i++) {
        owners.add(RunStore.open(database, StoreOptions.defaults()));
      }
      for (long seed = first; seed < first + cases; seed++) {
        kills += new Case(database, owners, seed).check();
      }
    } finally {
      owners.forEach(RunStore::close);
    }
    return kills;
  }

  /** A flow, with the ends that its nodes have when nothing is killed. */
  private static final class Case {
    private final Database database;
    private final List<RunStore> owners;
    private final SplittableRandom random;
    private final RandomFlow tasks;
    private final Flow<List<Outcome<?>>> flow;
    private final Map<String, String> expected = new HashMap<>();
    private final List<Boolean> present;
    private List<@Nullable Object> values = List.of();
    private final String which;

    Case(Database database, List<RunStore> owners, long seed) {
      this.database = database;
      this.owners = owners;
      this.which = "seed " + seed;
      random = new SplittableRandom(seed);
      tasks = new RandomFlow(seed, "flow-" + seed + "-" + UUID.randomUUID());
      flow = tasks.flow();
      RandomFlow same = new RandomFlow(seed, "same");
      FlowResult<List<Outcome<?>>> uninterrupted = LocalRun.of(same.flow()).run();
      uninterrupted.taskRuns().forEach(run -> expected.put(run.node(), end(run)));
      present = values(uninterrupted).stream().map(Objects::nonNull).toList();
      assertThat(same.wrong()).as(which).isEmpty();
    }

    /** Returns the end of a task run; a result is the same whether it was cached. */
    private static String end(TaskRun run) {
      return run.state() instanceof State.Cached ? "Success" : run.state().name();
    }

    private LocalRun<List<Outcome<?>>> local(RunStore store, int batches) {
      return LocalRun.of(flow)
          .with(s ->
              s.withPersistence(
                  new RunSettings.Persistence(
                      new CrashingJournal(store.journal(flow, Flows.ORIGIN), batches),
                      store.cache())));
    }

    /** Checks the case, and returns how often its run was killed. */
    int check() throws Exception {
      int kills = 0;
      RunId id = null;
      FlowResult<List<Outcome<?>>> result = null;
      Function<LocalRun<List<Outcome<?>>>, LocalRun<List<Outcome<?>>>> next = local -> local;
      Map<String, Integer> ended = Map.of();
      for (int round = 0; result == null; round++) {
        int batches = round < MOST_KILLS ? random.nextInt(1, 7) : Integer.MAX_VALUE;
        FlowRun<List<Outcome<?>>> run = next.apply(local(owners.get(round), batches)).start();
        id = run.id();
        try {
          result = run.await();
        } catch (RunOwnershipLost killed) {
          kills++;
          LostOwner.of(database, id);
          RunStore nextOwner = owners.get(round + 1);
          RecordedRun recorded = nextOwner.resume(nextOwner.find(id).orElseThrow(), flow);
          checkNotRunAgain(ended);
          ended = endedIn(recorded);
          next = local -> local.resuming(recorded);
        }
      }
      checkNotRunAgain(ended);
      checkEnds(result);
      restart(result.id());
      deleteSomeResults(result.id());
      restart(result.id());
      return kills;
    }

    /** Returns what a run returned: the values that succeeded, and null for each failure. */
    private static List<@Nullable Object> values(FlowResult<List<Outcome<?>>> result) {
      List<@Nullable Object> values = new ArrayList<>();
      List<Outcome<?>> ends = result.state().isSuccessful() ? result.value() : List.of();
      for (Outcome<?> end : ends) {
        values.add(end instanceof Outcome.Success<?> success ? success.value() : null);
      }
      return values;
    }

    /** Deletes results as {@code runs prune} does; task runs that are restarted may need them. */
    private void deleteSomeResults(RunId run) throws SQLException {
      try (Connection connection = database.writing().getConnection()) {
        for (String node : expected.keySet().stream().sorted().toList()) {
          if (random.nextInt(3) == 0) {
            Sql.update(
                connection,
                "UPDATE task_run SET value = NULL, blob = NULL, size = NULL,"
                    + " note = 'its result was deleted'"
                    + " WHERE run = ? AND node = ? AND state IN ('Success', 'Cached')",
                run.toString(),
                node);
          }
        }
      }
    }

    /** Returns the number of calls of each task run that has ended successfully. */
    private Map<String, Integer> endedIn(RecordedRun recorded) {
      Map<String, Integer> ended = new HashMap<>();
      expected
          .keySet()
          .forEach(name ->
              recorded
                  .node(name)
                  .flatMap(RecordedRun.Node::own)
                  .filter(run -> run.state().isSuccessful())
                  .ifPresent(_ -> ended.put(name, tasks.calls(name))));
      return ended;
    }

    private void checkNotRunAgain(Map<String, Integer> ended) {
      ended.forEach((name, calls) ->
          assertThat(tasks.calls(name)).as("%s: calls of %s", which, name).isEqualTo(calls));
    }

    private void checkEnds(FlowResult<List<Outcome<?>>> result) {
      assertThat(tasks.wrong()).as(which).isEmpty();
      Map<String, String> ends = new HashMap<>();
      result.taskRuns().forEach(run -> ends.put(run.node(), end(run)));
      assertThat(ends).as(which).isEqualTo(expected);
      if (values.isEmpty()) {
        values = values(result);
      }
      assertThat(Sameness.same(values(result), values))
          .as("%s returned %s, not %s", which, values(result), values)
          .isTrue();
      assertThat(values.stream().map(Objects::nonNull).toList()).as(which).isEqualTo(present);
    }

    private void restart(RunId earlier) {
      tasks.beginAnew();
      RunStore store = owners.getFirst();
      RecordedRun recorded = store.recorded(earlier, flow);
      RestartPlan.From from =
          random.nextBoolean() ? new RestartPlan.From.Failed() : new RestartPlan.From.All();
      RestartPlan plan =
          RestartPlan.of(flow.definition().graph(), recorded, from, RestartPlan.Changes.NONE);
      checkEnds(local(store, Integer.MAX_VALUE).restarting(recorded, plan).run());
    }
  }
}
