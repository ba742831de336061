package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.StateType;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends StoreContract {
  private static final Database SHARED = Database.at(PostgresServer.database());

  @Override
  Database database() {
    return SHARED;
  }

  @Override
  Database freshDatabase() {
    return Database.at(PostgresServer.database());
  }

  @Test
  void a_run_outlives_the_loss_of_every_connection() throws Exception {
    Database database = freshDatabase();
    try (RunStore store = RunStore.open(database, StoreOptions.standard())) {
      Flow<Integer> flow = Flows.wide("wide", 5_000);
      FlowRun<Integer> run = Flows.local(store, flow).start();
      for (int i = 0; i < 3; i++) {
        try (Connection killer = database.writing().getConnection()) {
          killer
              .createStatement()
              .execute(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
        run.await(java.time.Duration.ofMillis(100));
      }
      assertThat(run.await(PATIENCE).orElseThrow().value()).isEqualTo(5_000);
      assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, 5_000));
    }
  }
}
