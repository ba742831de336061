package dev.praetor.examples.orders;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The calls that the watched partners noted, and the other tables of the shop. */
record Ledger(String url) {
  /** Creates the table. */
  static Ledger create(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE ledger (call TEXT NOT NULL)");
    }
    return new Ledger(url);
  }

  /** Returns all calls. */
  List<String> calls() throws SQLException {
    return read("SELECT call FROM ledger");
  }

  /** Returns the first column of the rows that a query selects. */
  List<String> read(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (row.next()) {
        all.add(row.getString(1));
      }
      return all;
    }
  }
}
