package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.StateType;
import dev.praetor.postgres.CutNetwork;
import dev.praetor.postgres.MortalPostgres;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Networks between a store and its database that are cut, and healed. */
@Tag("database")
class CutNetworkTest {
  private static final int WIDTH = 500;
  @TempDir static Path folder;
  private static MortalPostgres server;

  @BeforeAll
  static void startServer() throws Exception {
    server = MortalPostgres.start(folder.resolve("data"));
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  private interface Cut {
    void of(CutNetwork network);
  }

  private static void cutAndHeal(Cut cut, String options) throws Exception {
    try (CutNetwork network = CutNetwork.to(server.port());
        RunStore store =
            RunStore.open(
                new StoreLocation.Postgres(
                    "jdbc:postgresql://127.0.0.1:%d/postgres%s".formatted(network.port(), options),
                    "postgres",
                    "x"))) {
      Flow<Integer> flow = Flows.wide(StoreTest.unique(), WIDTH).concurrency(4);
      FlowRun<Integer> run = Flows.local(store, flow).start();
      await()
          .atMost(StoreTest.PATIENCE)
          .until(() -> store.counts(run.id(), "twice").containsKey(StateType.SUCCESS));
      cut.of(network);
      int failures = store.failures();
      await().atMost(StoreTest.PATIENCE).until(() -> store.failures() > failures);
      network.heal();
      assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(WIDTH);
      assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, WIDTH));
    }
  }

  @Test
  void a_run_outlives_connections_that_are_reset() throws Exception {
    cutAndHeal(CutNetwork::reset, "");
  }

  @Test
  void a_run_outlives_connections_that_are_cut_without_a_word() throws Exception {
    cutAndHeal(CutNetwork::swallow, "?socketTimeout=5");
  }

  @Test
  void a_statement_does_not_wait_for_ever_unless_it_changes_tables() throws Exception {
    Database database = new PostgresDatabase(server.url("postgres"), "postgres", "x");
    assertThat(((PGSimpleDataSource) database.writing()).getSocketTimeout()).isEqualTo(30);
    assertThat(((PGSimpleDataSource) database.reading()).getSocketTimeout()).isEqualTo(30);
    assertThat(((PGSimpleDataSource) database.migrating()).getSocketTimeout()).isZero();
    Database other =
        new PostgresDatabase(server.url("postgres") + "?socketTimeout=90", "postgres", "x");
    assertThat(((PGSimpleDataSource) other.writing()).getSocketTimeout()).isEqualTo(90);
  }

  @Test
  void the_server_ends_the_transaction_of_a_writer_that_is_not_heard_of() throws Exception {
    Database database = new PostgresDatabase(server.url("postgres"), "postgres", "x");
    try (Connection writer = database.writing().getConnection()) {
      database.limitIdleTransactions(writer);
      try (var show = writer.prepareStatement("SHOW idle_in_transaction_session_timeout");
          ResultSet row = show.executeQuery()) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("15s");
      }
    }
  }
}
