package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The behaviour of stores in a file only. */
class SqliteStoreTest {
  @Test
  void a_run_waits_while_the_file_cannot_be_written_to() throws Exception {
    Database database = Databases.SQLITE.fresh();
    Database impatient = new SqliteDatabase(Path.of(database.name()), Duration.ofMillis(10), 0);
    try (RunStore store = RunStore.open(impatient, StoreOptions.defaults())) {
      Flow<Integer> flow = Flows.wide("wide", 10);
      FlowRun<Integer> run;
      try (Connection other = database.writing().getConnection()) {
        other.setAutoCommit(false);
        other.createStatement().execute("DELETE FROM map_counts");
        run = Flows.local(store, flow).start();
        assertThat(run.await(Duration.ofMillis(300))).isEmpty();
        other.rollback();
      }
      assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(10);
      assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, 10));
    }
  }

  @Test
  void a_closed_store_is_a_single_file() throws Exception {
    Database database = Databases.SQLITE.fresh();
    try (RunStore store = RunStore.open(database, StoreOptions.defaults())) {
      RunId run = Flows.local(store, Flows.wide("wide", 10)).run().id();
      assertThat(store.find(run)).isPresent();
    }
    assertThat(Path.of(database.name() + "-wal")).doesNotExist();
  }
}
