package dev.praetor.bench;

import dev.praetor.store.model.StoredTaskRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lookup of one task run by its primary key, with plain SQL: the least that a list can cost. */
record KeyLookup(Connection connection, String run, List<StoredTaskRun> places) {
  private static final int STRIDE = 37;

  /** Fetches another row each time, and returns the nanoseconds that it took. */
  long nanos(int i) throws SQLException {
    StoredTaskRun place = places.get(i * STRIDE % places.size());
    long began = System.nanoTime();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT * FROM task_run WHERE run = ? AND node = ? AND idx = ?")) {
      statement.setString(1, run);
      statement.setString(2, place.node());
      statement.setInt(3, place.index());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("the store has no task run " + place.node());
        }
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          @Nullable Object _ = row.getObject(column);
        }
      }
    }
    return System.nanoTime() - began;
  }
}
