package dev.praetor.store;

import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.model.StoreLocation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server for all tests of this JVM, which is stopped when the JVM exits; or the server that
 * is named by {@code PRAETOR_TEST_PG_URL}, {@code …_USER} and {@code …_PASSWORD}.
 */
public final class PostgresServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final StoreLocation.Postgres SERVER = server();

  private PostgresServer() {}

  /** Returns the named server, or starts one. */
  private static StoreLocation.Postgres server() {
    String url = System.getenv("PRAETOR_TEST_PG_URL");
    if (url == null) {
      return new StoreLocation.Postgres(
          start().getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }
    return new StoreLocation.Postgres(
        url,
        System.getenv().getOrDefault("PRAETOR_TEST_PG_USER", "postgres"),
        System.getenv().getOrDefault("PRAETOR_TEST_PG_PASSWORD", ""));
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> close(server)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates a new database. */
  public static StoreLocation.Postgres database() {
    String name = "store_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
    try (Connection connection =
            new PostgresDatabase(SERVER.url(), SERVER.user(), SERVER.password())
                .writing()
                .getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("the database could not be created", e);
    }
    String url = SERVER.url().replaceAll("/[^/?]*(\\?.*)?$", "/" + name + "$1");
    return new StoreLocation.Postgres(url, SERVER.user(), SERVER.password());
  }
}
