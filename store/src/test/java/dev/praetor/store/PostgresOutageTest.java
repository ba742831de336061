package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.postgres.MortalPostgres;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs during an outage: a real server is stopped, and started again on the same data. */
@Tag("database")
class PostgresOutageTest {
  private static final int WIDTH = 10_000;
  @TempDir Path folder;

  @Test
  void a_run_outlives_a_restart_of_the_server() throws Exception {
    MortalPostgres server = MortalPostgres.start(folder.resolve("data"));
    StoreLocation where = new StoreLocation.Postgres(server.url("postgres"), "postgres", "x");
    try (server;
        RunStore store = RunStore.open(where)) {
      Flow<Integer> flow = Flows.wide("wide", WIDTH).concurrency(4);
      FlowRun<Integer> run = Flows.local(store, flow).start();
      await().until(() -> !successes(store, run.id()).isEmpty());
      List<StoredTaskRun> acknowledged = successes(store, run.id());
      server.close();
      int failures = store.failures();
      await().atMost(StoreTest.PATIENCE).until(() -> store.failures() > failures);
      assertThatThrownBy(() -> RunStore.open(where).close())
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("cannot be reached")
          .hasMessageContaining("check that its server runs");
      server.startAgain();
      assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(WIDTH);
      assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, WIDTH));
      assertThat(successes(store, run.id())).hasSize(WIDTH).containsAll(acknowledged);
    }
  }

  private static List<StoredTaskRun> successes(RunStore store, RunId run) {
    return store.taskRuns(run, TaskRunFilter.all().withNode("twice").withLimit(2 * WIDTH)).stream()
        .filter(each -> each.index() >= 0 && each.state() instanceof State.Success)
        .toList();
  }
}
