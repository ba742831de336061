package dev.praetor.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The times that something took, in milliseconds, and those of a single commit of the same
 * database, measured in turns.
 *
 * @param goal the goals for the median and the 99th percentile; absent if there are none
 */
record Latency(
    String name, double p50, double p99, double floorP50, double floorP99, @Nullable Pair goal) {
  /** A time for the median, and one for the 99th percentile. */
  record Pair(double p50, double p99) {}

  /** Something that is done again and again, and returns the nanoseconds that it took. */
  interface Timed {
    long nanos() throws Exception;
  }

  /** Does something, in turns with a commit of a row. */
  static Latency of(String name, int times, @Nullable Pair goal, Connection connection, Timed timed)
      throws Exception {
    for (int i = 0; i < times / 4; i++) {
      timed.nanos();
      commit(connection);
    }
    long[] took = new long[times];
    long[] floor = new long[times];
    for (int i = 0; i < times; i++) {
      floor[i] = commit(connection);
      took[i] = timed.nanos();
    }
    return new Latency(name, at(took, 0.5), at(took, 0.99), at(floor, 0.5), at(floor, 0.99), goal);
  }

  private static long commit(Connection connection) throws SQLException {
    long began = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE bench_floor SET n = n + 1");
    }
    return System.nanoTime() - began;
  }

  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bench_floor (n INTEGER)");
      statement.execute("INSERT INTO bench_floor VALUES (0)");
    }
  }

  private static double at(long[] nanos, double part) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
  }

  boolean isMet() {
    Pair most = goal;
    return most == null || p50 <= most.p50() && p99 <= most.p99();
  }

  void addTo(ObjectNode row) {
    row.put("name", name)
        .put("p50", ResultsFile.rounded(p50))
        .put("p99", ResultsFile.rounded(p99))
        .put("floorP50", ResultsFile.rounded(floorP50))
        .put("floorP99", ResultsFile.rounded(floorP99));
    Pair most = goal;
    if (most != null) {
      row.put("goalP50", most.p50()).put("goalP99", most.p99());
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-60s p50 %8.3f ms  p99 %8.3f ms  a commit p50 %8.3f ms  p99 %8.3f ms%s",
        name,
        p50,
        p99,
        floorP50,
        floorP99,
        isMet() ? "" : "  missed");
  }
}
