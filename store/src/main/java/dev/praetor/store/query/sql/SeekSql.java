package dev.praetor.store.query.sql;

import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.Order;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an order, and the conditions that an entity follows or precedes a place in it.
 *
 * @param backwards true if the order is written from its end
 */
public record SeekSql(
    Dialect dialect, SqlText sql, TotalOrder order, Scope scope, boolean backwards) {
  /** Writes the list of expressions by which entities are ordered. */
  public void orderBy() {
    orderBy(i -> ordered(order.orders().get(i).field()));
  }

  /** Writes the list of columns by which the entities of several lists are ordered. */
  public void orderByKeys() {
    orderBy(i -> {
      String key = "k" + i;
      return Column.of(order.orders().get(i).field()).text() ? dialect.byCodePoints(key) : key;
    });
  }

  private void orderBy(IntFunction<String> expression) {
    sql.add(
        IntStream.range(0, order.orders().size())
            .mapToObj(i -> expression.apply(i) + direction(order.orders().get(i)))
            .collect(Collectors.joining(", ")));
  }

  private String direction(Order each) {
    String nulls = backwards ? " NULLS FIRST" : " NULLS LAST";
    return (each.descending() != backwards ? " DESC" : "")
        + (each.field().isOptional() ? nulls : "");
  }

  private String ordered(Field field) {
    String column = scope.of(field);
    return Column.of(field).text() ? dialect.byCodePoints(column) : column;
  }

  /** Writes the condition that an entity comes after a cursor. */
  public void after(Cursor cursor) {
    beyond(cursor, false);
  }

  /** Writes the condition that an entity comes before a cursor. */
  public void before(Cursor cursor) {
    beyond(cursor, true);
  }

  private void beyond(Cursor cursor, boolean before) {
    if (isSimple()) {
      rowValues(cursor, before);
    } else {
      // Seen alone, an index can use only the range of the first field.
      range(order.orders().getFirst(), cursor.key().getFirst(), before);
      if (before) {
        nestedBefore(cursor.key(), 0);
      } else {
        nested(cursor.key(), 0);
      }
    }
  }

  /** Returns whether all fields are there and have the same direction. */
  private boolean isSimple() {
    boolean descending = order.orders().getFirst().descending();
    return order.orders().stream()
        .allMatch(each -> each.descending() == descending && !each.field().isOptional());
  }

  private void rowValues(Cursor cursor, boolean before) {
    String columns =
        order.orders().stream()
            .map(each -> ordered(each.field()))
            .collect(Collectors.joining(", ", "(", ")"));
    sql.add(columns)
        .add(order.orders().getFirst().descending() != before ? " < (" : " > (")
        .list(cursor.key())
        .add(")");
  }

  private void range(Order first, @Nullable Object value, boolean before) {
    if (!first.field().isOptional() && value != null) {
      sql.add(
          ordered(first.field()) + (first.descending() != before ? " <= ? AND " : " >= ? AND "),
          value);
    }
  }

  private void nested(List<@Nullable Object> key, int at) {
    Order each = order.orders().get(at);
    String column = ordered(each.field());
    Object value = key.get(at);
    boolean last = at == key.size() - 1;
    sql.add("(");
    if (value == null) {
      // Nothing comes after an absent value but what is absent too.
      sql.add(scope.of(each.field()) + " IS NULL AND ");
      if (last) {
        sql.add("1 = 0");
      } else {
        nested(key, at + 1);
      }
      sql.add(")");
      return;
    }
    sql.add(column + (each.descending() ? " < ?" : " > ?"), value);
    if (each.field().isOptional()) {
      sql.add(" OR " + scope.of(each.field()) + " IS NULL");
    }
    if (!last) {
      sql.add(" OR (" + column + " = ? AND ", value);
      nested(key, at + 1);
      sql.add(")");
    }
    sql.add(")");
  }

  private void nestedBefore(List<@Nullable Object> key, int at) {
    Order each = order.orders().get(at);
    String column = ordered(each.field());
    Object value = key.get(at);
    sql.add("(");
    if (value == null) {
      // Everything that is there comes before an absent value.
      sql.add(scope.of(each.field()) + " IS NOT NULL");
    } else {
      sql.add(column + (each.descending() ? " > ?" : " < ?"), value);
    }
    if (at < key.size() - 1) {
      if (value == null) {
        sql.add(" OR (" + scope.of(each.field()) + " IS NULL AND ");
      } else {
        sql.add(" OR (" + column + " = ? AND ", value);
      }
      nestedBefore(key, at + 1);
      sql.add(")");
    }
    sql.add(")");
  }
}
