package dev.praetor.store.history;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.StoredTaskRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rows of task runs. A damaged row becomes a task run that says so, so that it does not
 * hide the others.
 */
final class RowReader {
  private static final Logger LOG = LoggerFactory.getLogger(RowReader.class);

  private RowReader() {}

  static RecordedRow read(ResultSet row) throws SQLException {
    try {
      return readWhole(row);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("a row of a task run is damaged");
      return damaged(row, e);
    }
  }

  private static RecordedRow readWhole(ResultSet row) throws SQLException {
    Optional<Failure> failure = HistoryJson.readFailure(row.getString("failure"));
    String json = row.getString("history");
    List<Transition> history =
        json == null
            ? ordinary(row)
            : failure
                .map(own -> HistoryJson.read(json, own))
                .orElseGet(() -> HistoryJson.read(json));
    Optional<BlobRef> blob = Optional.empty();
    String hash = row.getString("blob");
    if (hash != null) {
      blob = Optional.of(new BlobRef(hash, row.getLong("size")));
    }
    StoredTaskRun.Result result =
        new StoredTaskRun.Result(
            QueryRunner.text(row, "value"), blob, QueryRunner.text(row, "note"), failure);
    return new RecordedRow(
        run(row, result, history),
        row.getInt("earlier"),
        QueryRunner.text(row, "loop"),
        QueryRunner.text(row, "loop_blob"),
        Optional.empty());
  }

  private static StoredTaskRun run(
      ResultSet row, StoredTaskRun.Result result, List<Transition> history) throws SQLException {
    String node = row.getString("node");
    int index = row.getInt("idx");
    return new StoredTaskRun(
        node,
        index,
        QueryRunner.text(row, "label").orElseGet(() -> StoredTaskRun.defaultLabel(node, index)),
        history.getLast().state(),
        new StoredTaskRun.Execution(
            row.getInt("attempts"),
            QueryRunner.time(row, "started"),
            QueryRunner.time(row, "ended")),
        result,
        history);
  }

  /** Returns what can be read of a damaged row: a task run that failed for that reason. */
  private static RecordedRow damaged(ResultSet row, RuntimeException why) throws SQLException {
    String note = "its record is damaged: " + ShortText.firstLine(String.valueOf(why.getMessage()));
    Instant time = Micros.of(row.getLong("created"));
    State state = new State.Crashed(note, time, Optional.empty());
    StoredTaskRun.Result nothing =
        new StoredTaskRun.Result(
            Optional.empty(), Optional.empty(), Optional.of(note), Optional.empty());
    List<Transition> history = List.of(new Transition(0, state));
    return new RecordedRow(
        run(row, nothing, history), 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Reads a part of a long history; a damaged part is left out. */
  static List<Transition> part(String json) {
    try {
      return HistoryJson.read(json);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("a part of a history is damaged");
      return List.of();
    }
  }

  /**
   * Returns the history of an ordinary task run, which is derived from its times: Pending, Running,
   * Success.
   */
  private static List<Transition> ordinary(ResultSet row) throws SQLException {
    List<Transition> history = new ArrayList<>(3);
    Instant created = Micros.of(row.getLong("created"));
    history.add(new Transition(0, new State.Pending("", created)));
    QueryRunner.time(row, "started")
        .ifPresent(started -> history.add(new Transition(1, new State.Running("", started, 1))));
    QueryRunner.time(row, "ended")
        .ifPresent(ended -> history.add(new Transition(1, new State.Success("", ended))));
    return history;
  }
}
