package dev.praetor.store.audit.row;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that statements change over a connection. Neither what works on a connection nor
 * the databases say that in a common way, and a change without a row in the audit log would go
 * unnoticed. Used by one thread at a time.
 */
final class ChangedRows {
  private final Connection counted;
  private long changed;

  ChangedRows(Connection connection) {
    this.counted = proxy(Connection.class, connection, this::ofConnection);
  }

  /** Returns the connection over which changed rows are counted. */
  Connection connection() {
    return counted;
  }

  boolean isAny() {
    return changed > 0;
  }

  private interface Seen {
    @Nullable Object result(
        String method, @Nullable Object @Nullable [] arguments, @Nullable Object result);
  }

  private static <T> T proxy(Class<T> type, T real, Seen seen) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          try {
            return seen.result(method.getName(), arguments, method.invoke(real, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object ofConnection(
      String method, @Nullable Object @Nullable [] arguments, @Nullable Object result) {
    return switch (result) {
      case PreparedStatement statement -> {
        boolean writes = arguments != null && !reads(String.valueOf(arguments[0]));
        yield proxy(
            PreparedStatement.class, statement, (name, given, value) -> count(name, writes, value));
      }
      case Statement statement ->
          proxy(
              Statement.class,
              statement,
              (name, given, value) ->
                  count(name, given != null && !reads(String.valueOf(given[0])), value));
      case null, default -> result;
    };
  }

  private static boolean reads(String sql) {
    String start = sql.strip();
    return start.regionMatches(true, 0, "SELECT", 0, 6)
        || start.toUpperCase(Locale.ROOT).startsWith("WITH")
            && !start.toUpperCase(Locale.ROOT).matches("(?s).*\\b(INSERT|UPDATE|DELETE)\\b.*");
  }

  /** Counts what the execution of a statement has changed. */
  private @Nullable Object count(String method, boolean writes, @Nullable Object result) {
    changed +=
        switch (method) {
          case "executeUpdate", "executeLargeUpdate" ->
              result instanceof Number rows ? rows.longValue() : 0;
          case "executeBatch" ->
              // A driver may know only that a statement succeeded.
              result instanceof int[] rows
                  ? IntStream.of(rows).map(n -> n == Statement.SUCCESS_NO_INFO ? 1 : n).sum()
                  : 0;
          case "executeQuery", "execute" -> writes ? 1 : 0;
          default -> 0;
        };
    return result;
  }
}
