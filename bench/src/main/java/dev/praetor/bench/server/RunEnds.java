package dev.praetor.bench.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * The ends of runs as the database has them, read beside the server so that the server does not
 * have to answer meanwhile. Used by one thread.
 */
record RunEnds(Connection connection) implements AutoCloseable {
  private static final long LOOK = 2;
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

  /** Waits until no run of a flow is open; all that are waited for must have been made. */
  void await(String flow) throws SQLException, InterruptedException {
    await("SELECT 1 FROM flow_run WHERE flow = ? AND ended IS NULL LIMIT 1", flow);
  }

  /** Waits until a run has ended. */
  void awaitRun(String run) throws SQLException, InterruptedException {
    await("SELECT 1 FROM flow_run WHERE id = ? AND ended IS NULL", run);
  }

  private void await(String sql, String value) throws SQLException, InterruptedException {
    long last = System.nanoTime() + LONGEST;
    try (PreparedStatement open = connection.prepareStatement(sql)) {
      open.setString(1, value);
      while (isFound(open)) {
        if (System.nanoTime() > last) {
          throw new IllegalStateException("%s has not ended".formatted(value));
        }
        TimeUnit.MILLISECONDS.sleep(LOOK);
      }
    }
  }

  private static boolean isFound(PreparedStatement open) throws SQLException {
    try (ResultSet row = open.executeQuery()) {
      return row.next();
    }
  }

  /** Returns whether a run succeeded. */
  boolean isSuccess(String run) throws SQLException {
    try (PreparedStatement state =
        connection.prepareStatement("SELECT state FROM flow_run WHERE id = ?")) {
      state.setString(1, run);
      try (ResultSet row = state.executeQuery()) {
        return row.next() && row.getString(1).equals("Success");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
