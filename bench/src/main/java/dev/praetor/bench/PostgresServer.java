package dev.praetor.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server: the server that {@code PRAETOR_BENCH_PG_URL}, {@code _USER} and {@code _PASSWORD}
 * name, or else a server started here. A server that does not sync its commits is refused, because
 * figures of it would be meaningless.
 */
final class PostgresServer implements AutoCloseable {
  private final AtomicInteger databases = new AtomicInteger();
  private final Optional<EmbeddedPostgres> own;
  private final String url;
  private final String user;
  private final String password;
  private final String version;

  private PostgresServer(Optional<EmbeddedPostgres> own, String url, String user, String password)
      throws SQLException {
    this.own = own;
    this.url = url;
    this.user = user;
    this.password = password;
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      version = connection.getMetaData().getDatabaseProductVersion();
      for (String setting : new String[] {"fsync", "synchronous_commit"}) {
        if (!show(connection, setting).equals("on")) {
          throw new IllegalStateException(
              "the PostgreSQL server at %s has %s = %s, so its commits are not durable; set it to on"
                  .formatted(url, setting, show(connection, setting)));
        }
      }
    }
  }

  static PostgresServer start(Path folder) throws IOException, SQLException {
    Map<String, String> environment = System.getenv();
    String url = environment.get("PRAETOR_BENCH_PG_URL");
    if (url != null) {
      return new PostgresServer(
          Optional.empty(),
          url,
          environment.getOrDefault("PRAETOR_BENCH_PG_USER", "postgres"),
          environment.getOrDefault("PRAETOR_BENCH_PG_PASSWORD", ""));
    }
    // The library's servers do not sync by default: they are meant for tests.
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(Files.createTempDirectory(folder, "postgresql"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    return new PostgresServer(
        Optional.of(server), server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
  }

  String version() {
    return version;
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  /** Creates an empty database. */
  BenchDatabase database() throws SQLException {
    String name =
        "praetor_bench_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return new BenchDatabase.Postgres(this, name);
  }

  void drop(String database) throws SQLException {
    execute("DROP DATABASE " + database + " WITH (FORCE)");
  }

  String url(String database) {
    return url.replaceFirst("^(jdbc:postgresql://[^/]*/)[^?]*.*$", "$1" + database);
  }

  /** Executes a statement, which contains only names generated here. */
  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() throws IOException {
    if (own.isPresent()) {
      own.get().close();
    }
  }
}
