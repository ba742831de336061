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
  public static final int NEWEST = 11;

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
    return Flyway.configure()
        .dataSource(database.writing())
        .locations("classpath:dev/praetor/store/" + database.migrations())
        .load();
  }

  /** Returns the version of the tables, if there are any. */
  private static Optional<Integer> version(Database database) {
    try (Connection connection = database.reading().getConnection()) {
      if (!hasHistory(database, connection)) {
        return Optional.empty();
      }
      int version = version(connection);
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

  private static boolean hasHistory(Database database, Connection connection) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(database.countTables())) {
      count.setString(1, "flyway_schema_history");
      try (ResultSet row = count.executeQuery()) {
        return row.next() && row.getInt(1) > 0;
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    String sql =
        """
        SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history
        WHERE success AND version IS NOT NULL
        """;
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
