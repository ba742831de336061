package dev.praetor.bench;

import dev.praetor.embedded.Home;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;

/** An empty database for one measurement, which is deleted when it is closed. */
public sealed interface BenchDatabase extends AutoCloseable {
  /** Opens the store in this database and creates its tables. */
  RunStore open();

  /** Returns this database as the home of an engine. */
  Home home();

  /** Returns the variables of the environment with which the program uses this database. */
  Map<String, String> environment();

  /** Opens a connection for floors, with the settings of the store's writer. */
  Connection connect() throws SQLException;

  /**
   * Extends the database's log to the length at which the log is reused. Syncing a file that still
   * grows can cost more, so a database that had been written to more before would seem faster. A
   * connection must stay open, because SQLite deletes its log with the last connection.
   */
  default void settle() throws SQLException, IOException {}

  /** Returns the size on disk in bytes, after emptying the log. */
  long bytes() throws SQLException, IOException;

  /** Returns the number of bytes written so far. Only differences are meaningful. */
  long written() throws SQLException, IOException;

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Override
  void close() throws SQLException, IOException;

  /** A database file in a folder of its own. */
  record Sqlite(Path folder) implements BenchDatabase {
    private static final Path WRITTEN = Path.of("/proc/self/io");
    private static final int LOG_PAGES = 8_000;

    private Path file() {
      return folder.resolve("praetor.db");
    }

    @Override
    public RunStore open() {
      return RunStore.open(new StoreLocation.Home(folder));
    }

    @Override
    public Home home() {
      return Home.of(folder);
    }

    @Override
    public Map<String, String> environment() {
      return Map.of("PRAETOR_HOME", folder.toAbsolutePath().toString());
    }

    @Override
    public Connection connect() throws SQLException {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setCacheSize(-64_000);
      config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(LOG_PAGES));
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      return config.createConnection("jdbc:sqlite:" + file().toAbsolutePath());
    }

    @Override
    public long bytes() throws SQLException, IOException {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      }
      try (Stream<Path> files = Files.list(folder)) {
        long sum = 0;
        for (Path each : files.filter(it -> !it.toString().endsWith("-shm")).toList()) {
          sum += Files.size(each);
        }
        return sum;
      }
    }

    @Override
    public void settle() throws SQLException, IOException {
      Path log = folder.resolve("praetor.db-wal");
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE bench_ballast (bytes BLOB)");
        while (Files.size(log) < LOG_PAGES * 4096L) {
          statement.execute("INSERT INTO bench_ballast VALUES (zeroblob(1000000))");
        }
      }
    }

    /**
     * Returns the bytes that this process has written to log and file, as counted by Linux; 0
     * elsewhere.
     */
    @Override
    public long written() throws IOException {
      if (!Files.exists(WRITTEN)) {
        return 0;
      }
      return Files.readAllLines(WRITTEN).stream()
          .filter(line -> line.startsWith("write_bytes: "))
          .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
          .sum();
    }

    @Override
    public void close() throws IOException {
      delete(folder);
    }
  }

  /** A database of a server. */
  record Postgres(PostgresServer server, String database) implements BenchDatabase {
    @Override
    public RunStore open() {
      return RunStore.open(
          new StoreLocation.Postgres(server.url(database), server.user(), server.password()));
    }

    @Override
    public Home home() {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(server.url(database));
      source.setUser(server.user());
      source.setPassword(server.password());
      source.setReWriteBatchedInserts(true);
      return Home.of(source);
    }

    @Override
    public Map<String, String> environment() {
      return Map.of(
          "PRAETOR_STORE", server.url(database),
          "PRAETOR_STORE_USER", server.user(),
          "PRAETOR_STORE_PASSWORD", server.password());
    }

    @Override
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(
          server.url(database) + "?reWriteBatchedInserts=true", server.user(), server.password());
    }

    @Override
    public long bytes() throws SQLException {
      return number(
          """
          SELECT sum(pg_total_relation_size(oid))
          FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          """);
    }

    /** Returns the bytes that the whole server has written to its log. */
    @Override
    public long written() throws SQLException {
      return number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
    }

    private long number(String sql) throws SQLException {
      try (Connection connection = connect();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    }

    @Override
    public void close() throws SQLException {
      server.drop(database);
    }
  }
}
