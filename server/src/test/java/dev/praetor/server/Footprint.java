package dev.praetor.server;

import dev.praetor.store.model.StoreLocation;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The traces that requests leave: what is written, and what is kept in memory. */
final class Footprint {
  private static final int MOST_COLLECTIONS = 20;
  private static final long STEADY = 64 << 10;

  private Footprint() {}

  /** Returns all rows of all tables of a store, apart from the signs of life of processes. */
  static Map<String, List<String>> tables(StoreLocation store) throws SQLException {
    String names =
        store instanceof StoreLocation.Postgres
            ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            : "SELECT name FROM sqlite_master WHERE type = 'table'";
    Map<String, List<String>> tables = new TreeMap<>();
    try (Connection connection = connect(store)) {
      for (String name : rows(connection, names)) {
        if (!name.equals("process")) {
          List<String> rows = rows(connection, "SELECT * FROM \"" + name + "\"");
          Collections.sort(rows); // PostgreSQL has no order of its own.
          tables.put(name, rows);
        }
      }
    }
    return tables;
  }

  /** Returns the rows of a question, with the values of a row in one text. */
  static List<String> rows(StoreLocation store, String sql) throws SQLException {
    try (Connection connection = connect(store)) {
      return rows(connection, sql);
    }
  }

  /** Changes rows, as nothing but a test does. */
  static void update(StoreLocation store, String sql) throws SQLException {
    try (Connection connection =
            store instanceof StoreLocation.Home home
                ? DriverManager.getConnection(
                    "jdbc:sqlite:file:" + home.folder().resolve("praetor.db"))
                : connect(store);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(10);
      statement.execute(sql);
    }
  }

  private static Connection connect(StoreLocation store) throws SQLException {
    return switch (store) {
      case StoreLocation.Home home ->
          DriverManager.getConnection(
              "jdbc:sqlite:file:" + home.folder().resolve("praetor.db") + "?mode=ro");
      case StoreLocation.Postgres server ->
          DriverManager.getConnection(server.url(), server.user(), server.password());
      case StoreLocation.Provided provided -> provided.database().getConnection();
    };
  }

  /** Changes the rows of a store behind its back. */
  static void change(StoreLocation store, List<String> statements) throws SQLException {
    try (Connection connection =
            store instanceof StoreLocation.Home home
                ? DriverManager.getConnection("jdbc:sqlite:" + home.folder().resolve("praetor.db"))
                : connect(store);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  /** Returns the number of bytes of the heap that are in use, once garbage is collected. */
  static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      long before = used;
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      if (before - used < STEADY) {
        return used;
      }
    }
    return used;
  }
}
