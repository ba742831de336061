package dev.praetor.store.query.scan;

import dev.praetor.store.columns.TaskRunColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Collects task runs that are read row by row, those of a run one after the other. Not thread-safe.
 *
 * @param <K> what is read of each run
 */
final class SingleRows<K> {
  private final int most;
  private TaskRunColumns.Builder open = new TaskRunColumns.Builder();
  private Optional<K> key = Optional.empty();
  private String run = "";
  private int all;

  /**
   * Creates an object that has no task runs.
   *
   * @param most the most task runs that are read row by row
   */
  SingleRows(int most) {
    this.most = most;
  }

  void add(ResultSet row, TaskRunTaker<K> taker) throws SQLException {
    String next = row.getString("run");
    if (!next.equals(run)) {
      pass(taker);
      run = next;
      key = Optional.of(taker.key(row));
    }
    open.add(row);
    all++;
  }

  /** Passes the task runs of the last run. */
  void pass(TaskRunTaker<K> taker) {
    if (open.size() > 0) {
      taker.take(run, key.orElseThrow(), open.build());
      open = new TaskRunColumns.Builder();
    }
  }

  boolean isTooMuch() {
    return all > most;
  }
}
