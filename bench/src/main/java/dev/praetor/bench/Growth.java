package dev.praetor.bench;

import dev.praetor.Flow;
import dev.praetor.store.RunStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cost of a child in a map of this width.
 *
 * @param rows the rows of runs, task runs and counts per child
 * @param bytes the bytes of the database per child, after emptying the log
 * @param written the bytes written per child, including logs
 */
record Growth(
    String database, int width, double perSecond, double rows, double bytes, double written) {
  private static final int ENOUGH = 200_000;
  private static final int MOST_RUNS = 40;

  /**
   * Measures a map of this width. Narrow maps are run several times, because a single run would be
   * too short to measure.
   */
  static Growth of(Databases.Kind kind, int width) throws IOException, SQLException {
    Flow<Integer> flow = Flows.flat(width);
    int runs = Math.clamp(ENOUGH / width, 1, MOST_RUNS);
    try (BenchDatabase database = kind.make()) {
      database.open().close();
      long empty = database.bytes();
      long before = database.written();
      long nanos;
      try (RunStore store = database.open()) {
        nanos =
            Scenario.nanos(() -> {
              for (int i = 0; i < runs; i++) {
                StoreRuns.one(store, flow);
              }
            });
      }
      double children = (double) width * runs;
      double bytes = (database.bytes() - empty) / children;
      double written = (database.written() - before) / children;
      return new Growth(
          kind.name(), width, children * 1e9 / nanos, rows(database) / children, bytes, written);
    }
  }

  private static double rows(BenchDatabase database) throws SQLException {
    String sql =
        """
        SELECT (SELECT count(*) FROM flow_run) + (SELECT count(*) FROM task_run)
          + (SELECT count(*) FROM map_counts)
        """;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  void addTo(ObjectNode row) {
    row.put("database", database)
        .put("width", width)
        .put("perSecond", Math.round(perSecond))
        .put("rows", ResultsFile.rounded(rows))
        .put("bytes", Math.round(bytes))
        .put("written", Math.round(written));
  }

  @Override
  public String toString() {
    return "%-20s map of %,9d %,10.0f/s  per child: %.3f rows, %,4.0f bytes on disk, %,5.0f bytes written"
        .formatted(database, width, perSecond, rows, bytes, written);
  }
}
