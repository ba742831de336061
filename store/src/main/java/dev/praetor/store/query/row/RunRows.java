package dev.praetor.store.query.row;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.json.LabelsJson;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.json.ParametersJson;
import dev.praetor.store.json.PlacementText;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoredRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of runs. A damaged row becomes a run that says so, so that it does not hide the
 * others.
 */
public final class RunRows {
  private static final Logger LOG = LoggerFactory.getLogger(RunRows.class);

  /** The columns that are read, of the table as {@code t0}. */
  public static final String COLUMNS =
      """
      t0.id, t0.flow, t0.version, t0.name, t0.parameters, t0.parameter_notes, t0.origin, t0.code,
      t0.parent, t0.parent_task, t0.restart_of, t0.turn, t0.created, t0.scheduled, t0.started,
      t0.ended, t0.state, t0.message, t0.priority, t0.labels, t0.entry_key, t0.owner, t0.epoch,
      t0.crashes, t0.pool, t0.needs, t0.isolated, t0.pinned\
      """;

  private RunRows() {}

  public static RunRow read(ResultSet row) throws SQLException {
    try {
      return whole(row);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("a row of a run is damaged");
      return damaged(row, e);
    }
  }

  private static RunRow whole(ResultSet row) throws SQLException {
    StateType state = StateType.ofLabel(row.getString("state"));
    Optional<String> owner = QueryRunner.text(row, "owner").filter(id -> !id.equals(Owner.NOBODY));
    String parameters = row.getString("parameters");
    return new RunRow(
        RunId.parse(row.getString("id")),
        new StoredRun.Definition(
            row.getString("flow"),
            QueryRunner.text(row, "version"),
            row.getString("name"),
            parameters,
            ParametersJson.readNotes(row.getString("parameter_notes"), parameters)),
        new RunRow.Lineage(
            OriginJson.read(row.getString("origin")),
            QueryRunner.text(row, "code"),
            parent(row),
            QueryRunner.text(row, "restart_of").map(RunId::parse),
            row.getString("turn") != null),
        times(row),
        new RunRow.Status(state, row.getString("message")),
        new RunEntry(
            row.getInt("priority"),
            LabelsJson.read(row.getString("labels")),
            QueryRunner.text(row, "entry_key"),
            owner.isPresent() && isWaiting(state),
            PlacementText.read(row)),
        new RunRow.Ownership(owner, row.getInt("epoch"), row.getInt("crashes")),
        row.getObject("pinned") != null);
  }

  private static boolean isWaiting(StateType state) {
    return state == StateType.SCHEDULED || state == StateType.QUEUED;
  }

  private static Optional<Journal.Parent> parent(ResultSet row) throws SQLException {
    String task = QueryRunner.text(row, "parent_task").orElse("");
    return QueryRunner.text(row, "parent").map(run -> new Journal.Parent(RunId.parse(run), task));
  }

  private static StoredRun.RunTimes times(ResultSet row) throws SQLException {
    return new StoredRun.RunTimes(
        Micros.of(row.getLong("created")),
        Micros.of(row.getLong("scheduled")),
        QueryRunner.time(row, "started"),
        QueryRunner.time(row, "ended"));
  }

  private static RunRow damaged(ResultSet row, RuntimeException why) throws SQLException {
    Instant created = Micros.of(row.getLong("created"));
    return new RunRow(
        RunId.parse(row.getString("id")),
        new StoredRun.Definition(
            QueryRunner.text(row, "flow").orElse("?"),
            Optional.empty(),
            QueryRunner.text(row, "name").orElse("?"),
            "{}",
            Map.of()),
        new RunRow.Lineage(
            new RunOrigin("", ""), Optional.empty(), Optional.empty(), Optional.empty(), false),
        new StoredRun.RunTimes(created, created, Optional.empty(), Optional.empty()),
        new RunRow.Status(StateType.CRASHED, DamagedRow.message(why)),
        RunEntry.PLAIN,
        new RunRow.Ownership(Optional.empty(), row.getInt("epoch"), row.getInt("crashes")),
        row.getObject("pinned") != null);
  }
}
