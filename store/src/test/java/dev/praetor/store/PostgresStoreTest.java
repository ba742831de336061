package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.StateType;
import dev.praetor.store.db.Database;
import dev.praetor.store.model.StoreOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** The behaviour of stores on a server only. */
@Tag("database")
class PostgresStoreTest {
  @Test
  void a_run_outlives_the_loss_of_every_connection() throws Exception {
    Database database = Databases.POSTGRESQL.fresh();
    try (RunStore store = RunStore.open(database, StoreOptions.defaults())) {
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
        run.await(Duration.ofMillis(100));
      }
      assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(5_000);
      assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, 5_000));
    }
  }

  @Test
  void readers_outlive_the_loss_of_their_first_connection() throws Exception {
    Database database = Databases.POSTGRESQL.fresh();
    PGSimpleDataSource losing =
        new PGSimpleDataSource() {
          private boolean lost;

          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = database.reading().getConnection();
            if (!lost) {
              lost = true;
              int pid = connection.unwrap(PGConnection.class).getBackendPID();
              try (Connection killer = database.writing().getConnection();
                  Statement statement = killer.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(" + pid + ", 30000)");
              }
            }
            return connection;
          }
        };
    try (HikariDataSource pool = Database.pool(database, losing);
        Connection connection = pool.getConnection()) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }
}
