package dev.praetor.store.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Executes single statements with bound values, in the transaction of a connection. */
public final class Sql {
  private Sql() {}

  /** Executes one statement, and returns the number of changed rows. */
  public static int update(Connection connection, String sql, @Nullable Object... bound)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, bound);
      return statement.executeUpdate();
    }
  }

  /** Binds values in order; null is bound as an absent number. */
  public static void bind(PreparedStatement statement, @Nullable Object... bound)
      throws SQLException {
    for (int i = 0; i < bound.length; i++) {
      Object value = bound[i];
      if (value == null) {
        statement.setNull(i + 1, Types.BIGINT);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
