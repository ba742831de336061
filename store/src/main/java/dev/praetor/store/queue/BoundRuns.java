package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.FlowLimit;
import dev.praetor.store.write.OwnedRuns;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The waiting runs that are bound to this process: as long as it lives, no other process starts
 * them. Thread-safe.
 */
public final class BoundRuns {
  private static final String BOUND = "IN " + RunConditions.WAITING + " AND id = ? AND owner = ?";
  private static final String DUE = BOUND + " AND scheduled <= ? AND held IS NULL";
  private final QueryRunner query;
  private final WriteQueue writes;
  private final OwnedRuns owned;
  private final InstantSource clock;
  private final String self;

  /**
   * Creates the access to runs.
   *
   * @param self the id of this process in the store
   */
  public BoundRuns(
      QueryRunner query, WriteQueue writes, OwnedRuns owned, InstantSource clock, String self) {
    this.query = query;
    this.writes = writes;
    this.owned = owned;
    this.clock = clock;
    this.self = self;
  }

  /**
   * Claims a run, if it can start now: it is due, and the limit of its flow has a place for it
   * beside the runs that start before it. The claim is durable when this method returns.
   */
  public Optional<ClaimedRun> claim(RunId run) {
    List<Object> bound = List.of(run.toString(), self, Micros.micros(clock.instant()));
    if (query.first(WaitingRow.SELECT + DUE, bound, WaitingRow::of).isEmpty()) {
      return Optional.empty();
    }
    Optional<WaitingRow.Claim> claim = writes.now(connection -> claim(connection, run));
    claim.ifPresent(own -> owned.admitted(run, own.epoch(), own.history()));
    return claim.map(WaitingRow.Claim::run);
  }

  private Optional<WaitingRow.Claim> claim(Connection connection, RunId run) throws SQLException {
    Instant now = clock.instant();
    Optional<WaitingRow> found = due(connection, run, now);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String flow = found.get().flow();
    Optional<FlowLimit> limit = FlowLimit.locked(connection, flow);
    if (limit.isPresent()
        && limit.get().free() <= new Bindings(query, self).startBefore(run, flow, now)) {
      found.get().queue(connection, now);
      return Optional.empty();
    }
    try (PreparedStatement claiming = connection.prepareStatement(WaitingRow.CLAIM)) {
      return found.get().claim(claiming, self, now);
    }
  }

  private Optional<WaitingRow> due(Connection connection, RunId run, Instant now)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WaitingRow.SELECT + DUE)) {
      Sql.bind(select, run.toString(), self, Micros.micros(now));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(WaitingRow.of(row)) : Optional.empty();
      }
    }
  }

  /** Returns whether a run waits and is bound to this process. */
  public boolean isBound(RunId run) {
    List<Object> bound = List.of(run.toString(), self);
    return query.first(WaitingRow.SELECT + BOUND, bound, row -> true).isPresent();
  }

  /**
   * Binds a run that waits to this process.
   *
   * @return the run
   * @throws StoreFailed if the run does not wait, or is bound to a process that may be alive
   */
  public ClaimedRun bind(RunId run) {
    String waiting = WaitingRow.SELECT + "IN " + RunConditions.WAITING + " AND id = ?";
    Optional<WaitingRow> found =
        query
            .first(waiting, List.of(run.toString()), WaitingRow::of)
            .filter(row -> new Bindings(query, self).isFree(row.bound()));
    Optional<ClaimedRun> now = found.flatMap(this::bind);
    if (now.isPresent()) {
      return now.get();
    }
    throw StoreFailed.conflict(
        run,
        "run %s does not wait any more, or a process that is alive starts it".formatted(run),
        "look at the run again");
  }

  private Optional<ClaimedRun> bind(WaitingRow waiting) {
    return writes.now(connection -> bind(connection, waiting));
  }

  private Optional<ClaimedRun> bind(Connection connection, WaitingRow waiting) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE flow_run SET owner = ? WHERE id = ? AND owner = ? AND state IN "
                + RunConditions.WAITING
                + " RETURNING "
                + ClaimedRun.COLUMNS)) {
      Sql.bind(update, self, waiting.id(), waiting.bound());
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? Optional.of(ClaimedRun.of(row)) : Optional.empty();
      }
    }
  }
}
