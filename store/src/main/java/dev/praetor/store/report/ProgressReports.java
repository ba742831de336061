package dev.praetor.store.report;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores the progress of task runs, of each only the last report. Reporting never waits: reports
 * are collected until the writer takes them. Thread-safe.
 */
public final class ProgressReports {
  private final QueryRunner query;
  private final WriteQueue writes;

  /** The lock that guards the waiting reports. */
  private final Object lock = new Object();

  private Map<Of, Journal.Progress> waiting = new LinkedHashMap<>();

  private record Of(RunId run, String node, int index) {}

  public ProgressReports(QueryRunner query, WriteQueue writes) {
    this.query = query;
    this.writes = writes;
  }

  public void add(Journal.Progress report) {
    Journal.Origin from = report.from();
    synchronized (lock) {
      boolean requested = !waiting.isEmpty();
      waiting.put(new Of(from.run(), from.node(), from.index()), report);
      if (requested) {
        return;
      }
    }
    try {
      var _ = writes.begin(new Batch()::write);
    } catch (StoreFailed closed) {
      take(); // Nobody will read the progress of runs of a closed store.
    }
  }

  private Map<Of, Journal.Progress> take() {
    synchronized (lock) {
      Map<Of, Journal.Progress> taken = waiting;
      waiting = new LinkedHashMap<>();
      return taken;
    }
  }

  /** The reports of one transaction, taken when it is first tried. */
  private final class Batch {
    private @Nullable Map<Of, Journal.Progress> reports;

    int write(Connection connection) throws SQLException {
      Map<Of, Journal.Progress> taken = reports;
      if (taken == null) {
        taken = take();
        reports = taken;
      }
      insert(connection, taken);
      return taken.size();
    }
  }

  private static void insert(Connection connection, Map<Of, Journal.Progress> reports)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO progress (run, node, idx, attempt, time, part, message)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run, node, idx) DO UPDATE SET
              attempt = excluded.attempt, time = excluded.time, part = excluded.part,
              message = excluded.message
            """)) {
      for (Journal.Progress report : reports.values()) {
        Journal.Origin from = report.from();
        Sql.bind(
            insert,
            from.run().toString(),
            StorableText.plain(from.node()),
            from.index(),
            from.attempt(),
            Micros.micros(from.time()),
            report.part(),
            StorableText.plain(report.message()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Returns the newest reports of a run, at most {@code most}. */
  public List<StoredProgress> list(RunId run, int most) {
    return query.all(
        "SELECT * FROM progress WHERE run = ? ORDER BY time DESC LIMIT ?",
        List.of(run.toString(), most),
        row ->
            new StoredProgress(
                row.getString("node"),
                row.getInt("idx"),
                Micros.of(row.getLong("time")),
                row.getDouble("part"),
                row.getString("message")));
  }
}
