package dev.praetor.store.query.aggregate;

import dev.praetor.store.query.aggregate.GroupBy.OfField;
import dev.praetor.store.query.aggregate.GroupBy.OfLabel;
import dev.praetor.store.query.aggregate.GroupBy.OfTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the parts of keys of groups. */
final class KeyValue {
  private KeyValue() {}

  static @Nullable Object read(ResultSet row, String column, GroupBy by) throws SQLException {
    return switch (by) {
      case OfLabel _ -> row.getString(column);
      case OfTime of -> {
        Long number = number(row, column);
        yield number == null ? null : of.bucket().key(number, of.zone());
      }
      case OfField of ->
          switch (of.field().type()) {
            case TEXT, STATE -> row.getString(column);
            case LONG -> number(row, column);
            case BOOLEAN -> {
              Long number = number(row, column);
              yield number == null ? null : number != 0;
            }
            case INSTANT, DURATION, LABELS, JSON ->
                throw new IllegalStateException("unchecked field " + of.field());
          };
    };
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }
}
