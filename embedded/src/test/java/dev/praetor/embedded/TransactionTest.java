package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Task;
import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.model.StoreFailed;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that are started in a transaction of the application. */
@Tag("database")
class TransactionTest {
  private static final Flow<Integer> FLOW =
      Flow.define(
          "doubling",
          flow -> Task.of("twice", Integer.class, (Integer n) -> 2 * n).call(value(21)));

  @Test
  void a_run_begins_when_the_transaction_commits() throws Exception {
    DataSource database = PostgresServer.create().source();
    try (PraetorEngine praetor = Praetor.open(Home.of(database))) {
      EngineRun<Integer> run;
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        run = praetor.start(connection, FLOW, StartOptions.NONE);
        assertThat(praetor.find(run.id())).isEmpty();
        connection.commit();
      }
      assertThat(run.await().value()).isEqualTo(42);
    }
  }

  @Test
  void a_transaction_that_is_rolled_back_starts_no_run() throws Exception {
    DataSource database = PostgresServer.create().source();
    try (PraetorEngine praetor = Praetor.open(Home.of(database))) {
      EngineRun<Integer> run;
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        run = praetor.start(connection, FLOW, StartOptions.NONE.key("one"));
        connection.rollback();
      }
      assertThatThrownBy(run::await).isInstanceOf(StoreFailed.class);
      assertThat(praetor.start(FLOW, StartOptions.NONE.key("one")).isNew()).isTrue();
    }
  }
}
