package dev.praetor.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where the two databases differ. Thread-safe. */
sealed interface Database {
  /** What people call it, without a password. */
  String name();

  /** The folder of its migrations. */
  String migrations();

  /** Connections to write over. */
  DataSource writing();

  /** A pool of connections that only read. */
  HikariDataSource reading();

  /** What the writer does now and then, between two transactions. */
  default void tidy(Connection writer) throws SQLException {}

  /** One file, which is made if it is not there. */
  record Sqlite(Path file, Duration busy) implements Database {
    private static final long LONGEST_LOG = 64L << 20;

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public String migrations() {
      return "sqlite";
    }

    @Override
    public DataSource writing() {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
      } catch (IOException e) {
        throw new UncheckedIOException("the folder of " + file + " cannot be made", e);
      }
      return source(false);
    }

    @Override
    public HikariDataSource reading() {
      return pool(source(true), "sqlite-readers");
    }

    private SQLiteDataSource source(boolean reads) {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setCacheSize(-64_000);
      config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "8000");
      config.setBusyTimeout((int) busy.toMillis());
      if (!reads) {
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      }
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
      return source;
    }

    /** Readers that overlap keep the log from being reset; when it is long, it is reset here. */
    @Override
    public void tidy(Connection writer) throws SQLException {
      Path log = file.resolveSibling(file.getFileName() + "-wal");
      try {
        if (!Files.exists(log) || Files.size(log) < LONGEST_LOG) {
          return;
        }
      } catch (IOException e) {
        return;
      }
      try (Statement statement = writer.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      }
    }
  }

  /** A server. */
  record Postgres(String url, String user, String password) implements Database {
    @Override
    public String name() {
      return url.replaceAll("\\?.*", "");
    }

    @Override
    public String migrations() {
      return "postgresql";
    }

    @Override
    public DataSource writing() {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(url);
      source.setUser(user);
      source.setPassword(password);
      source.setReWriteBatchedInserts(true);
      source.setTcpKeepAlive(true);
      return source;
    }

    @Override
    public HikariDataSource reading() {
      return pool(writing(), "postgresql-readers");
    }

    @Override
    public String toString() {
      return name();
    }
  }

  private static HikariDataSource pool(DataSource source, String name) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName(name);
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }
}
