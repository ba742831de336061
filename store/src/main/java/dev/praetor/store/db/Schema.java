package dev.praetor.store.db;

import dev.praetor.store.model.StoreFailed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Creates and migrates the tables of a store, and refuses the tables of a newer Praetor. */
public final class Schema {
  /** The version of the newest migration. A test compares it with the files. */
  public static final int NEWEST = 37;

  /** The table of all stores at first: the default of the library, for whoever uses it. */
  static final String EARLIER_TABLE = "flyway_schema_history";

  private Schema() {}

  /** Creates or migrates the tables. If they are up to date, this is one query. */
  public static void prepare(Database database) {
    database.createFolder();
    if (database.exists() && version(database).filter(v -> v == NEWEST).isPresent()) {
      return;
    }
    try (WriterLock lock = database.lock("a Praetor that migrates its tables");
        WriterLock.Held _ = lock.take()) {
      flyway(database).migrate();
    } catch (FlywayException e) {
      throw StoreFailed.unavailable(
          database.name(),
          "the tables of the store at %s could not be created or migrated: %s"
              .formatted(database.name(), explained(database, e)),
          "restore the store from a copy, or use another store",
          e);
    } catch (IOException e) {
      throw StoreFailed.unavailable(
          database.name(),
          "the store at %s cannot be locked (%s)".formatted(database.name(), e.getMessage()),
          "check the folder's permissions and free space, or choose another folder",
          e);
    }
  }

  /** Returns whether there is a store; the tables of an older Praetor are migrated. */
  public static boolean isThere(Database database) {
    if (!database.exists()) {
      return false;
    }
    Optional<Integer> version = version(database);
    if (version.isPresent() && version.get() < NEWEST) {
      prepare(database);
    }
    return version.isPresent();
  }

  public static Flyway flyway(Database database) {
    String table = migrationTable(database).orElse(database.migrationTable());
    return Flyway.configure()
        .loggers("slf4j") // otherwise it prints, where an application has no logging
        .dataSource(database.migrating())
        .locations("classpath:dev/praetor/store/" + database.migrations())
        .table(table)
        // Beside other tables, there is a beginning to be noted first.
        .baselineOnMigrate(!table.equals(EARLIER_TABLE))
        .baselineVersion("0")
        .load();
  }

  private static Optional<String> migrationTable(Database database) {
    if (!database.exists()) {
      return Optional.empty();
    }
    try (Connection connection = database.reading().getConnection()) {
      return migrationTable(database, connection);
    } catch (SQLException e) {
      throw StoreFailed.unavailable(database.name(), database.explain(e), "", e);
    }
  }

  /** Returns the table in which the migrations of a store are noted, if there is a store. */
  private static Optional<String> migrationTable(Database database, Connection connection)
      throws SQLException {
    if (hasTable(database, connection, database.migrationTable())) {
      return Optional.of(database.migrationTable());
    }
    return hasTable(database, connection, EARLIER_TABLE) && isOfStore(connection)
        ? Optional.of(EARLIER_TABLE)
        : Optional.empty();
  }

  /** Returns whether the earlier table is of a store rather than of an application. */
  private static boolean isOfStore(Connection connection) throws SQLException {
    String sql = "SELECT count(*) FROM " + EARLIER_TABLE + " WHERE script = 'V1__runs.sql'";
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  /** Returns the version of the tables, if there are any. */
  private static Optional<Integer> version(Database database) {
    try (Connection connection = database.reading().getConnection()) {
      Optional<String> table = migrationTable(database, connection);
      if (table.isEmpty()) {
        return Optional.empty();
      }
      int version = version(connection, table.get());
      if (version > NEWEST) {
        throw StoreFailed.unavailable(
            database.name(),
            "the store at %s was created by a newer Praetor: its schema has version %d, which this Praetor does not know"
                .formatted(database.name(), version),
            "use that Praetor or a newer one, or choose another store");
      }
      return Optional.of(version);
    } catch (SQLException e) {
      throw StoreFailed.unavailable(database.name(), database.explain(e), "", e);
    }
  }

  private static boolean hasTable(Database database, Connection connection, String name)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(database.countTables())) {
      count.setString(1, name);
      try (ResultSet row = count.executeQuery()) {
        return row.next() && row.getInt(1) > 0;
      }
    }
  }

  private static int version(Connection connection, String table) throws SQLException {
    String sql =
        "SELECT max(CAST(version AS INTEGER)) FROM "
            + table
            + " WHERE success AND version IS NOT NULL";
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static String explained(Database database, FlywayException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return database.explain(sql);
      }
    }
    // The message of the library continues with advice for its own users.
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("Migration ") || line.startsWith("Detected "))
        .map(line -> line.replaceAll(" *(Please|->).*", ""))
        .findFirst()
        .orElse("its list of migrations does not match this Praetor");
  }
}
