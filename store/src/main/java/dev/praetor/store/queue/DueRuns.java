package dev.praetor.store.queue;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of runs of registered flows that are due that they are queued. The process that starts a
 * run does so too; without such a process, only this tells that a run is late. Thread-safe.
 */
public final class DueRuns {
  private static final int MOST = 500;
  private static final String DUE =
      "= 'Scheduled' AND code IS NOT NULL AND parent IS NULL AND scheduled <= ?";
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public DueRuns(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Queues runs that are due, and returns their number; others may follow. Without such runs,
   * nothing is written.
   */
  public int queue() {
    Instant now = clock.instant();
    boolean isAnyDue =
        query
            .first(
                "SELECT 1 FROM flow_run WHERE state " + DUE + " LIMIT 1",
                List.of(Micros.micros(now)),
                _ -> true)
            .isPresent();
    return isAnyDue ? writes.now(connection -> queue(connection, now)) : 0;
  }

  private int queue(Connection connection, Instant now) throws SQLException {
    List<WaitingRow> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            WaitingRow.SELECT
                + DUE
                + " ORDER BY scheduled, id LIMIT "
                + MOST
                + query.database().skipLocked())) {
      Sql.bind(select, Micros.micros(now));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(WaitingRow.of(row));
        }
      }
    }
    for (WaitingRow row : rows) {
      row.queue(connection, now);
    }
    return rows.size();
  }
}
