package dev.praetor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Reads rows over connections of its own. Thread-safe. */
final class Queries {
  private final DataSource source;
  private final String name;

  Queries(DataSource source, String name) {
    this.source = source;
    this.name = name;
  }

  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> List<T> list(String sql, List<?> bound, Reading<T> reading) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < bound.size(); i++) {
        statement.setObject(i + 1, bound.get(i));
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reading.read(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new StoreFailed("the store at " + name + " could not be read: " + e.getMessage(), e);
    }
  }
}
