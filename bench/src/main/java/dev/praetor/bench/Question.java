package dev.praetor.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question that is asked repeatedly with different values.
 *
 * @param store a function that asks the store, called with the number of times asked before
 * @param sql the same question as plain SQL, which is the floor
 * @param bound the values of the plain SQL, called with the same number
 */
record Question(String name, IntFunction<List<?>> store, String sql, IntFunction<List<?>> bound) {
  private static final long GOAL_MILLIS = 100;

  /** The result, in milliseconds. */
  record Result(String name, double p50, double p99, double floorP50, double floorP99) {
    void addTo(ObjectNode row) {
      row.put("name", name)
          .put("p50", ResultsFile.rounded(p50))
          .put("p99", ResultsFile.rounded(p99))
          .put("floorP50", ResultsFile.rounded(floorP50))
          .put("floorP99", ResultsFile.rounded(floorP99))
          .put("goalMillis", GOAL_MILLIS);
    }

    @Override
    public String toString() {
      return "%-60s p50 %8.3f ms  p99 %8.3f ms  floor p50 %8.3f ms  p99 %8.3f ms%s"
          .formatted(name, p50, p99, floorP50, floorP99, p99 <= GOAL_MILLIS ? "" : "  missed");
    }
  }

  /** Asks the store and with plain SQL, in turns. Answers must not be empty. */
  Result ask(Connection connection, int times) throws SQLException {
    long[] asked = new long[times];
    long[] plain = new long[times];
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < times; i++) {
        long began = System.nanoTime();
        int rows = fetch(statement, bound.apply(i));
        plain[i] = System.nanoTime() - began;
        began = System.nanoTime();
        int answers = store.apply(i).size();
        asked[i] = System.nanoTime() - began;
        if (answers == 0 || answers != rows) {
          throw new IllegalStateException(
              "%s: the store returned %d rows, but plain SQL %d".formatted(name, answers, rows));
        }
      }
    }
    return new Result(name, at(asked, 0.50), at(asked, 0.99), at(plain, 0.50), at(plain, 0.99));
  }

  private static int fetch(PreparedStatement statement, List<?> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    try (ResultSet row = statement.executeQuery()) {
      int columns = row.getMetaData().getColumnCount();
      int rows = 0;
      while (row.next()) {
        rows++;
        for (int i = 1; i <= columns; i++) {
          @Nullable Object _ = row.getObject(i);
        }
      }
      return rows;
    }
  }

  private static double at(long[] nanos, double part) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
  }
}
