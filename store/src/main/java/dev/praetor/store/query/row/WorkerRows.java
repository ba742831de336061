package dev.praetor.store.query.row;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Reads the rows of workers. */
public final class WorkerRows {
  private WorkerRows() {}

  public static StoredWorker read(ResultSet row) throws SQLException {
    Optional<Instant> ended = QueryRunner.time(row, "ended");
    WorkerState alive = row.getInt("draining") == 1 ? WorkerState.DRAINING : WorkerState.RUNNING;
    return new StoredWorker(
        row.getString("id"),
        row.getString("name"),
        ended.isPresent() ? WorkerState.ENDED : alive,
        new WorkerOffer(
            WorkerJson.readTexts(row.getString("pools")),
            WorkerJson.readTexts(row.getString("labels")),
            row.getInt("slots")),
        new StoredWorker.Place(row.getString("host"), row.getLong("pid"), row.getString("version")),
        new StoredWorker.Times(
            Micros.of(row.getLong("started")), Micros.of(row.getLong("heartbeat")), ended),
        new StoredWorker.Report(
            WorkerJson.readRunners(row.getString("runners")),
            WorkerJson.readTexts(row.getString("log"))));
  }
}
