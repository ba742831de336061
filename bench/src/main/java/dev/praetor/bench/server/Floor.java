package dev.praetor.bench.server;

import dev.praetor.bench.BenchDatabase;
import dev.praetor.bench.Databases;
import dev.praetor.client.PraetorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A bare server in a process of its own, and a row in a database of its own. */
final class Floor implements AutoCloseable {
  /** The words for {@link #nanos}. */
  static final String WORDS = "a bare request and a commit";

  private final BenchDatabase database;
  private final Connection connection;
  private final Path errors;
  private final Started server;
  private final PraetorClient client;

  private Floor(BenchDatabase database) throws SQLException, IOException {
    this.database = database;
    database.open().close();
    database.settle();
    this.connection = database.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bench_floor (n INTEGER)");
      statement.execute("INSERT INTO bench_floor VALUES (0)");
    }
    this.errors = Files.createTempFile("praetor-bench", "errors");
    this.server = Started.of(Program.bareServer(), errors);
    this.client = Deployment.client(server.address());
  }

  static Floor on(Databases.Kind kind) throws SQLException, IOException {
    return new Floor(kind.make());
  }

  /** Sends a request, then commits a row, and returns the nanoseconds that both took. */
  long nanos() throws SQLException {
    long began = System.nanoTime();
    request();
    commit();
    return System.nanoTime() - began;
  }

  /** Sends a request as the measured ones are sent. */
  void request() {
    JsonNode _ = client.query("{ server { version } }", Map.of());
  }

  private void commit() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE bench_floor SET n = n + 1");
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    client.close();
    server.close();
    connection.close();
    database.close();
    Files.delete(errors);
  }
}
