package dev.praetor.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Binds what may be absent. */
final class Bound {
  private Bound() {}

  static void text(PreparedStatement statement, int at, @Nullable String text) throws SQLException {
    if (text == null) {
      statement.setNull(at, Types.VARCHAR);
    } else {
      statement.setString(at, text);
    }
  }

  static void number(PreparedStatement statement, int at, @Nullable Long number)
      throws SQLException {
    if (number == null) {
      statement.setNull(at, Types.BIGINT);
    } else {
      statement.setLong(at, number);
    }
  }
}
