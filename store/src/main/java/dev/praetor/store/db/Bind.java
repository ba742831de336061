package dev.praetor.store.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Binds values that may be absent. */
public final class Bind {
  private Bind() {}

  public static void text(PreparedStatement statement, int at, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(at, Types.VARCHAR);
    } else {
      statement.setString(at, text);
    }
  }

  public static void number(PreparedStatement statement, int at, @Nullable Long number)
      throws SQLException {
    if (number == null) {
      statement.setNull(at, Types.BIGINT);
    } else {
      statement.setLong(at, number);
    }
  }
}
