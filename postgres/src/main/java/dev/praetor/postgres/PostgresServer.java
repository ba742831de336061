package dev.praetor.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real server for all tests of this JVM, which is stopped when the JVM exits; or the server that
 * is named by {@code PRAETOR_TEST_PG_URL}, {@code …_USER} and {@code …_PASSWORD}.
 */
public final class PostgresServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Database SERVER = server();

  private PostgresServer() {}

  /** A database on the server. */
  public record Database(String url, String user, String password) {
    /** Returns a source of new connections. */
    public DataSource source() {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(url);
      source.setUser(user);
      source.setPassword(password);
      return source;
    }
  }

  /** Returns the named server, or starts one. */
  private static Database server() {
    String url = System.getenv("PRAETOR_TEST_PG_URL");
    if (url == null) {
      return new Database(start().getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }
    return new Database(
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

  /** Creates a new, empty database. */
  public static Database create() {
    String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
    try (Connection connection = SERVER.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("the database could not be created", e);
    }
    String url = SERVER.url().replaceAll("/[^/?]*(\\?.*)?$", "/" + name + "$1");
    return new Database(url, SERVER.user(), SERVER.password());
  }
}
