package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.json.HistoryJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The row of a run that waits.
 *
 * @param bound the id of the process that the run is bound to; empty if it is bound to none
 */
record WaitingRow(
    RunId run, String flow, String pool, String bound, int epoch, List<Transition> history) {
  /** The beginning of a query for rows, which ends before the condition on the state. */
  static final String SELECT = select("");

  /** The statement that claims a run, prepared once for all runs of a claim. */
  static final String CLAIM =
      "UPDATE flow_run SET state = 'Pending', message = '', owner = ?, epoch = epoch + 1,"
          + " history = ?, version = COALESCE((SELECT s.version FROM served_flow s"
          + " WHERE s.flow = flow_run.flow AND s.process = ?), version)"
          + " WHERE id = ? AND epoch = ? AND owner = ? AND state IN "
          + RunConditions.WAITING
          + " RETURNING "
          + ClaimedRun.COLUMNS;

  /** Returns the beginning of such a query, with the hint which index to read. */
  static String select(String hint) {
    return "SELECT id, flow, pool, owner, epoch, history FROM flow_run" + hint + " WHERE state ";
  }

  WaitingRow {
    history = List.copyOf(history);
  }

  /** A run that a process has claimed. */
  record Claim(ClaimedRun run, int epoch, List<Transition> history) {
    Claim {
      history = List.copyOf(history);
    }
  }

  static WaitingRow of(ResultSet row) throws SQLException {
    return new WaitingRow(
        RunId.parse(row.getString("id")),
        row.getString("flow"),
        row.getString("pool"),
        row.getString("owner"),
        row.getInt("epoch"),
        HistoryJson.read(row.getString("history")));
  }

  String id() {
    return run.toString();
  }

  private List<Transition> and(State state) {
    List<Transition> longer = new ArrayList<>(history);
    longer.add(new Transition(0, state));
    return longer;
  }

  /**
   * Claims the run for a process, unless it does not wait any more.
   *
   * @param claiming the statement {@link #CLAIM}
   */
  Optional<Claim> claim(PreparedStatement claiming, String self, Instant now) throws SQLException {
    List<Transition> claimed = and(new State.Pending("", now));
    Sql.bind(claiming, self, HistoryJson.write(claimed, new Masker()), self, id(), epoch, bound);
    try (ResultSet row = claiming.executeQuery()) {
      return row.next()
          ? Optional.of(new Claim(ClaimedRun.of(row), epoch + 1, claimed))
          : Optional.empty();
    }
  }

  /** Records of a run that was not due before that it is queued. */
  void queue(Connection connection, Instant now) throws SQLException {
    State state = new State.Queued("is due, and waits to start", now, 1);
    Sql.update(
        connection,
        "UPDATE flow_run SET state = 'Queued', message = ?, history = ?"
            + " WHERE id = ? AND epoch = ? AND state = 'Scheduled'",
        state.message(),
        HistoryJson.write(and(state), new Masker()),
        id(),
        epoch);
  }
}
