package dev.praetor.store.db;

import dev.praetor.store.model.StoreFailed;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database on a PostgreSQL server.
 *
 * @param provided the connections that an application supplies; absent if the store opens its own
 */
public record PostgresDatabase(
    String url, String user, String password, @Nullable DataSource provided) implements Database {
  /**
   * The longest time for which a statement waits for its server, in seconds: if the network is cut
   * silently, nothing else would ever end it. The URL may set another one.
   */
  private static final int LONGEST_SILENCE = 30;

  /**
   * The time after which the server ends a transaction of a writer that sends nothing, in seconds:
   * less than others wait for what it has locked.
   */
  private static final int LONGEST_PAUSE = 15;

  public PostgresDatabase(String url, String user, String password) {
    this(url, user, password, null);
  }

  /**
   * Returns the database to which a source connects.
   *
   * @throws StoreFailed if it cannot be reached, or is not a PostgreSQL database
   */
  static PostgresDatabase of(DataSource provided) {
    try (Connection connection = provided.getConnection()) {
      DatabaseMetaData about = connection.getMetaData();
      String url = String.valueOf(about.getURL());
      if (!about.getDatabaseProductName().equals("PostgreSQL")) {
        throw StoreFailed.unavailable(
            url.replaceAll("\\?.*", ""),
            "the data source connects to %s, and a store needs PostgreSQL"
                .formatted(about.getDatabaseProductName()),
            "use a data source for PostgreSQL, or a folder");
      }
      return new PostgresDatabase(url, String.valueOf(about.getUserName()), "", provided);
    } catch (SQLException e) {
      throw StoreFailed.unavailable(
          "the data source",
          "the data source of the store does not work: " + e.getMessage(),
          "check that its server runs and that its settings are right",
          e);
    }
  }

  @Override
  public String name() {
    return url.replaceAll("\\?.*", "");
  }

  @Override
  public String migrations() {
    return "postgresql";
  }

  /** {@inheritDoc} An application may have its own tables and migrations in the same schema. */
  @Override
  public String migrationTable() {
    return "praetor_migration";
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public void createFolder() {}

  @Override
  public void protect() {}

  @Override
  public DataSource writing() {
    if (provided != null) {
      return provided;
    }
    PGSimpleDataSource source = patient();
    if (source.getSocketTimeout() == 0) {
      source.setSocketTimeout(LONGEST_SILENCE);
    }
    return source;
  }

  @Override
  public DataSource migrating() {
    return provided == null ? patient() : provided;
  }

  @Override
  public void limitIdleTransactions(Connection writer) throws SQLException {
    if (provided != null) {
      return; // The connection goes back to the application.
    }
    try (Statement statement = writer.createStatement()) {
      statement.execute("SET idle_in_transaction_session_timeout = '" + LONGEST_PAUSE + "s'");
    }
  }

  /** Returns connections whose statements may wait for ever. */
  private PGSimpleDataSource patient() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(url);
    } catch (RuntimeException e) {
      throw StoreFailed.unavailable(
          name(),
          "the address of the store at " + name() + " is malformed",
          "use jdbc:postgresql://HOST:PORT/DATABASE, with names and values after '?' in URL encoding",
          e);
    }
    source.setUser(user);
    source.setPassword(password);
    source.setReWriteBatchedInserts(true);
    source.setTcpKeepAlive(true);
    return source;
  }

  @Override
  public DataSource reading() {
    return writing();
  }

  @Override
  public String isolation() {
    return "TRANSACTION_READ_COMMITTED";
  }

  @Override
  public String countTables() {
    return "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?";
  }

  @Override
  public String now() {
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";
  }

  @Override
  public String skipLocked() {
    return " FOR UPDATE SKIP LOCKED";
  }

  @Override
  public String lockRows() {
    return " FOR NO KEY UPDATE";
  }

  @Override
  public boolean keepsProcessor() {
    return false;
  }

  @Override
  public WriterLock lock(String holder) {
    return WriterLock.NONE;
  }

  @Override
  public Severity severity(SQLException e) {
    String code = e.getSQLState() == null ? "" : e.getSQLState();
    String kind = code.length() < 2 ? "" : code.substring(0, 2);
    return switch (kind) {
      case "21", "22", "23", "54" -> Severity.VALUE;
      case "0A", "42", "44" -> Severity.STATEMENT;
      case "3D", "3F" -> Severity.BROKEN;
      case "XX" ->
          code.equals("XX001") || code.equals("XX002") ? Severity.BROKEN : Severity.PASSING;
      default -> Severity.PASSING;
    };
  }

  /** Returns the error of the server, without the batch of statements that the driver repeats. */
  @Override
  public SQLException root(SQLException e) {
    return e instanceof BatchUpdateException && e.getNextException() != null
        ? e.getNextException()
        : e;
  }

  @Override
  public String explain(SQLException batch) {
    SQLException e = root(batch);
    @Nullable String code = e.getSQLState();
    // A server that cancels a statement, for its timeout or at a person's request, can be reached.
    String kind =
        code == null || code.length() < 2 || code.equals("57014") ? "" : code.substring(0, 2);
    return switch (kind) {
      case "08", "57" ->
          "the store at %s cannot be reached (%s): check that its server runs and that the address is right"
              .formatted(name(), e.getMessage());
      case "28" ->
          "the store at %s rejected user '%s' (%s): check the user name and password"
              .formatted(name(), user, e.getMessage());
      case "53" ->
          "the server of the store at %s has run out of a resource (%s): free space on its disk, or allow more connections"
              .formatted(name(), e.getMessage());
      default -> "the store at %s does not work: %s".formatted(name(), e.getMessage());
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
