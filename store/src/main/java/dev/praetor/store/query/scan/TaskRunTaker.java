package dev.praetor.store.query.scan;

import dev.praetor.store.columns.TaskRunColumns;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Takes what a scan reads.
 *
 * @param <K> what is read of each run
 */
public interface TaskRunTaker<K> {
  /** Reads what was asked for of the run of a row. */
  K key(ResultSet row) throws SQLException;

  /**
   * Takes task runs of a run. A run may come several times.
   *
   * @param rows the task runs, with at least the columns that are wanted
   */
  void take(String run, K key, TaskRunColumns rows);

  /** Returns whether the scan is to end, because it takes too much. */
  default boolean isTooMuch() {
    return false;
  }
}
