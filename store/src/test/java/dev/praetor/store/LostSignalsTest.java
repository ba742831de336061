package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.store.db.Database;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals over a connection that is lost. */
@Tag("database")
class LostSignalsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void a_lost_connection_is_opened_again_and_all_look_once() throws Exception {
    Database database = Databases.POSTGRESQL.fresh();
    Semaphore heard = new Semaphore(0);
    try (RunStore store = RunStore.open(database, StoreOptions.defaults());
        RunStore other = RunStore.open(database, StoreOptions.defaults());
        Subscription _ = store.signals().listen(Topic.ORDERS, heard::release)) {
      // Listening begins with a look, in case something was missed before.
      await().atMost(PATIENCE).until(heard::tryAcquire);
      assertThat(endListeners(database)).isPositive();
      await().atMost(PATIENCE).until(heard::tryAcquire);
      Semaphore queue = new Semaphore(0);
      try (Subscription _ = store.signals().listen(Topic.QUEUE, queue::release)) {
        other.limits().set(RunLimit.Scope.FLOW, "any", 1, "ann");
        await().atMost(PATIENCE).until(queue::tryAcquire);
      }
    }
  }

  /** Ends the connections that listen, and returns their number. */
  private static int endListeners(Database database) throws Exception {
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE 'LISTEN%'
                """)) {
      row.next();
      return row.getInt(1);
    }
  }
}
