package dev.praetor.store.query.row;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.EventKind;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the rows of events. */
public final class EventRows {
  private EventRows() {}

  public static EventRow read(ResultSet row) throws SQLException {
    return new EventRow(
        row.getString("id"),
        Micros.of(row.getLong("time")),
        EventKind.valueOf(row.getString("kind")),
        new EventRow.References(
            QueryRunner.text(row, "project"),
            QueryRunner.text(row, "flow"),
            QueryRunner.text(row, "run"),
            QueryRunner.text(row, "schedule"),
            QueryRunner.text(row, "worker"),
            QueryRunner.text(row, "pool")),
        row.getString("actor"),
        row.getString("text"),
        row.getString("data"));
  }
}
