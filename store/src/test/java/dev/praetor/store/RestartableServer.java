package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.postgres.MortalPostgres;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server that is stopped, killed and suspended, and always has the same address. */
final class RestartableServer implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private final MortalPostgres server;

  RestartableServer(Path data) throws IOException {
    server = MortalPostgres.start(data);
  }

  /** Starts the server again on the same data. */
  void start() throws IOException {
    server.startAgain();
  }

  private static void signal(String name, List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle each : processes) {
      new ProcessBuilder("kill", "-" + name, Long.toString(each.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  /** Ends the server with a signal to its first process, and waits until all have ended. */
  void end(String signal) throws Exception {
    List<ProcessHandle> all = server.processes();
    signal(signal, all.subList(0, 1));
    await().atMost(StoreTest.PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Sends a signal to all processes of the server. */
  void signalAll(String signal) throws Exception {
    signal(signal, server.processes());
  }

  /** Creates a database that belongs to a role. */
  StoreLocation.Postgres database(String owner) throws SQLException {
    String name = "d" + DATABASES.incrementAndGet();
    execute("CREATE DATABASE " + name + " OWNER " + owner);
    return new StoreLocation.Postgres(server.url(name), owner, "x");
  }

  /** Returns the name of a database of this server. */
  static String name(StoreLocation.Postgres database) {
    return database.url().substring(database.url().lastIndexOf('/') + 1);
  }

  /** Returns a connection to a database that none of its settings concerns. */
  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(server.url(database), "postgres", "x");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  /** Returns the number of sessions of a database that meet a condition. */
  long sessions(String database, String condition) throws SQLException {
    return count(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '"
            + database
            + "' AND "
            + condition);
  }

  /** Ends all sessions of a database. */
  void terminate(String database) throws SQLException {
    count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
