package dev.praetor.store;

import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.db.Database;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/**
 * The base of the tests that run on each database, with a store; by default all tests share a
 * database.
 */
@Tag("database")
abstract class StoreTest {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final CountDownLatch gate = new CountDownLatch(1);
  final Databases databases;
  final Database database;
  RunStore store;

  StoreTest(Databases databases) {
    this(databases, databases.shared());
  }

  StoreTest(Databases databases, StoreOptions options) {
    this(databases, databases.shared(), options);
  }

  StoreTest(Databases databases, Database database) {
    this(databases, database, StoreOptions.defaults());
  }

  private StoreTest(Databases databases, Database database, StoreOptions options) {
    this.databases = databases;
    this.database = database;
    store = RunStore.open(database, options);
  }

  @AfterEach
  void close() {
    gate.countDown();
    store.close();
  }

  void reopen() {
    store.close();
    store = RunStore.open(database, StoreOptions.defaults());
  }

  static String unique() {
    return "flow-" + UUID.randomUUID();
  }

  private int hold(int x) throws InterruptedException {
    gate.await();
    return x;
  }

  static <R> LocalRun<R> local(RunStore store, Flow<R> flow) {
    return LocalRun.of(flow)
        .with(s ->
            s.withSlots(store.slots())
                .withPersistence(
                    new RunSettings.Persistence(store.journal(flow, Flows.ORIGIN), store.cache())));
  }

  Flow<Integer> holding(String name) {
    return Flow.define(name, f -> Task.of(this::hold).call(Praetor.value(1)));
  }

  void awaitThere(RunId run) {
    await().atMost(PATIENCE).until(() -> store.find(run).isPresent());
  }

  int count(String table, RunId run) throws Exception {
    try (var connection = database.writing().getConnection();
        var statement =
            connection.prepareStatement("SELECT COUNT(*) FROM " + table + " WHERE run = ?")) {
      statement.setString(1, run.toString());
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  static Journal.LogLine line(RunId run, String level, String text) {
    return new Journal.LogLine(run, "greet", 2, 1, Instant.EPOCH, level, "test", text);
  }

  List<StoredLog> awaitLogs(RunId run, int atLeast) {
    return await()
        .atMost(PATIENCE)
        .until(() -> store.logs(run, LogFilter.all()), logs -> logs.size() >= atLeast);
  }
}
