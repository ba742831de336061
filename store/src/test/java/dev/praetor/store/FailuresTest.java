package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.StateType;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Schema;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that cannot be opened, and runs while the disk of their store is full. */
class FailuresTest {
  @TempDir Path folder;

  @Test
  void a_home_that_is_a_file_is_refused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (Path home : new Path[] {file, file.resolve("home")}) {
      assertThatThrownBy(() -> RunStore.open(new StoreLocation.Home(home)).close())
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("choose another folder");
    }
  }

  @Test
  void a_database_that_is_a_folder_is_refused() throws Exception {
    Files.createDirectories(folder.resolve("praetor.db"));
    assertThatThrownBy(() -> RunStore.open(new StoreLocation.Home(folder)).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining(folder.resolve("praetor.db").toString())
        .hasMessageContaining("cannot be opened or written to");
  }

  @Test
  void an_address_that_is_malformed_is_refused_without_its_parameters() {
    StoreLocation malformed =
        new StoreLocation.Postgres("jdbc:postgresql://localhost/x?password=abc&bad=%zz", "u", "p");
    assertThatThrownBy(() -> RunStore.open(malformed).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("the address of the store at jdbc:postgresql://localhost/x is")
        .message()
        .doesNotContain("abc");
  }

  @Test
  void opening_a_missing_store_to_read_does_not_create_it() {
    Path home = folder.resolve("nothing");
    assertThatThrownBy(() -> RunStore.openToRead(new StoreLocation.Home(home)).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("there is no store at " + home.resolve("praetor.db") + " yet");
    assertThat(home).doesNotExist();
  }

  @Test
  void a_damaged_file_is_named_with_what_to_do() throws Exception {
    RunStore.open(new StoreLocation.Home(folder)).close();
    Path file = folder.resolve("praetor.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 100, bytes.length, (byte) 0x5A);
    Files.write(file, bytes);
    Files.deleteIfExists(folder.resolve("praetor.db-wal"));
    assertThatThrownBy(() -> RunStore.open(new StoreLocation.Home(folder)).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("the store at " + file + " is damaged")
        .hasMessageContaining(
            "`sqlite3 " + file + " .recover`, or use a new store in another folder");
  }

  @Test
  void a_run_waits_while_there_is_no_space_and_continues_once_there_is() throws Exception {
    SqliteDatabase roomy = SqliteDatabase.in(folder);
    RunStore.open(roomy, StoreOptions.defaults()).close();
    SqliteDatabase tight = new SqliteDatabase(roomy.file(), Duration.ofSeconds(1), 300);
    try (Connection filler = roomy.writing().getConnection()) {
      filler.createStatement().execute("CREATE TABLE filler (bytes BLOB)");
      filler.createStatement().execute("INSERT INTO filler VALUES (zeroblob(1000000))");
      Flow<Integer> flow = Flows.wide("wide", 5_000);
      try (RunStore store = RunStore.open(tight, StoreOptions.defaults())) {
        FlowRun<Integer> run = Flows.local(store, flow).start();
        await().atMost(StoreTest.PATIENCE).until(() -> store.failures() > 0);
        assertThat(run.await(Duration.ZERO)).isEmpty();
        assertThatThrownBy(() -> fill(tight))
            .satisfies(e ->
                assertThat(tight.explain((SQLException) e))
                    .contains("there is no space left for the store at " + tight.file()));
        filler.createStatement().execute("DROP TABLE filler");
        assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(5_000);
        assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, 5_000));
      }
    }
  }

  private static void fill(SqliteDatabase database) throws SQLException {
    try (Connection connection = database.writing().getConnection()) {
      connection.createStatement().execute("INSERT INTO filler VALUES (zeroblob(500000))");
    }
  }

  @Test
  void the_version_of_the_newest_migration_is_correct() {
    Database database = SqliteDatabase.in(folder);
    RunStore.open(database, StoreOptions.defaults()).close();
    MigrationInfo[] all = Schema.flyway(database).info().all();
    assertThat(all[all.length - 1].getVersion().getVersion())
        .isEqualTo(Integer.toString(Schema.NEWEST));
  }
}
