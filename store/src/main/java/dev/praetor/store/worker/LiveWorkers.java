package dev.praetor.store.worker;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.WorkerOffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the workers that are alive and take runs. Thread-safe. */
public record LiveWorkers(QueryRunner query) {
  /**
   * A worker that takes runs.
   *
   * @param isFull true if it runs as many runs as it may
   */
  public record Live(String name, WorkerOffer offer, boolean isFull) {}

  /** Returns all of them, by their names. */
  public List<Live> all() {
    return query
        .all(
            "SELECT w.name, w.pools, w.labels, w.slots, w.host, w.pid, w.boot, w.space, w.ticks, "
                + query.database().now()
                + " - w.heartbeat AS silence, (SELECT count(*) FROM flow_run"
                + query.database().takenSlotsIndexHint()
                + " WHERE "
                + Openings.TAKES_SLOT
                + " AND owner IN (SELECT u.process FROM runner u WHERE u.worker = w.id)) AS used"
                + " FROM worker w WHERE w.ended IS NULL AND w.draining = 0 ORDER BY w.name",
            List.of(),
            LiveWorkers::live)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Live> live(ResultSet row) throws SQLException {
    if (WorkerTable.isDead(row)) {
      return Optional.empty();
    }
    WorkerOffer offer =
        new WorkerOffer(
            WorkerJson.readTexts(row.getString("pools")),
            WorkerJson.readTexts(row.getString("labels")),
            row.getInt("slots"));
    return Optional.of(new Live(row.getString("name"), offer, row.getInt("used") >= offer.slots()));
  }
}
