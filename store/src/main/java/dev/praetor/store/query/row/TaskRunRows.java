package dev.praetor.store.query.row;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads the rows of task runs without their values, failures and histories. */
public final class TaskRunRows {
  /** The columns that are read, of the table as {@code t0}. */
  public static final String COLUMNS =
      """
      t0.run, t0.node, t0.idx, t0.label, t0.state, t0.message, t0.attempts, t0.created, t0.started,
      t0.ended, t0.size, t0.note, CASE WHEN t0.value IS NULL THEN 0 ELSE 1 END AS has_value,
      CASE WHEN t0.blob IS NULL THEN 0 ELSE 1 END AS has_blob,
      CASE WHEN t0.failure IS NULL THEN 0 ELSE 1 END AS has_failure\
      """;

  private TaskRunRows() {}

  public static TaskRunRow read(ResultSet row) throws SQLException {
    String node = row.getString("node");
    int index = row.getInt("idx");
    return new TaskRunRow(
        new TaskRunId(RunId.parse(row.getString("run")), node, index),
        QueryRunner.text(row, "label").orElseGet(() -> StoredTaskRun.defaultLabel(node, index)),
        status(row),
        row.getInt("attempts"),
        new TaskRunRow.Times(
            Micros.of(row.getLong("created")),
            QueryRunner.time(row, "started"),
            QueryRunner.time(row, "ended")),
        value(row));
  }

  private static TaskRunRow.Status status(ResultSet row) throws SQLException {
    try {
      return new TaskRunRow.Status(
          StateType.ofLabel(row.getString("state")), row.getString("message"));
    } catch (RuntimeException e) {
      return new TaskRunRow.Status(StateType.CRASHED, DamagedRow.message(e));
    }
  }

  private static TaskRunRow.Value value(ResultSet row) throws SQLException {
    boolean large = row.getInt("has_blob") == 1;
    return new TaskRunRow.Value(
        large || row.getInt("has_value") == 1,
        large ? Optional.of(row.getLong("size")) : Optional.empty(),
        QueryRunner.text(row, "note"),
        row.getInt("has_failure") == 1);
  }
}
