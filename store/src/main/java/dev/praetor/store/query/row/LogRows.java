package dev.praetor.store.query.row;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.model.StoredLog;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the rows of log lines. */
public final class LogRows {
  private LogRows() {}

  public static LogRow read(ResultSet row) throws SQLException {
    return new LogRow(
        RunId.parse(row.getString("run")),
        new StoredLog(
            row.getLong("id"),
            row.getString("node"),
            row.getInt("idx"),
            row.getInt("attempt"),
            Micros.of(row.getLong("time")),
            row.getString("level"),
            row.getString("logger"),
            row.getString("text")));
  }
}
