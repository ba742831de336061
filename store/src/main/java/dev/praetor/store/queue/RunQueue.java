package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.FlowLimit;
import dev.praetor.store.write.OwnedRuns;
import dev.praetor.store.write.Turns;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The runs that wait, and the claims of processes that start them. Of the runs of the served flows
 * that can start, the run with the highest priority starts first; of equal priority, the run that
 * was due first, then the run that was created first. A run that cannot start does not hold back
 * the runs behind it. Thread-safe.
 */
public final class RunQueue {
  private static final int PAGE = 100;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final OwnedRuns owned;
  private final InstantSource clock;
  private final String self;

  /**
   * Creates the queue.
   *
   * @param self the id of this process in the store
   */
  public RunQueue(
      QueryRunner query, WriteQueue writes, OwnedRuns owned, InstantSource clock, String self) {
    this.query = query;
    this.writes = writes;
    this.owned = owned;
    this.clock = clock;
    this.self = self;
  }

  /**
   * A run that waits.
   *
   * @param bound the id of the process that it is bound to; empty if it is bound to none
   */
  private record Row(ClaimedRun run, String bound, int epoch, List<Transition> history) {
    String flow() {
      return run.flow();
    }

    String id() {
      return run.id().toString();
    }
  }

  private static final String ROW =
      "SELECT id, flow, restart_of, restart_from, owner, epoch, history FROM flow_run WHERE state ";

  /** Selects a run if it is bound to a process and could start now, apart from limits. */
  private static final String DUE_AND_BOUND =
      "IN "
          + RunConditions.WAITING
          + " AND id = ? AND owner = ? AND scheduled <= ? AND held IS NULL";

  private record Claim(ClaimedRun run, int epoch, List<Transition> history) {}

  /**
   * The runs that a process has claimed.
   *
   * @param moreWait true if more runs may be due, for which there was no room
   */
  public record Claimed(List<ClaimedRun> runs, boolean moreWait) {
    static final Claimed NOTHING = new Claimed(List.of(), false);

    public Claimed {
      runs = List.copyOf(runs);
    }
  }

  private record Page(List<Claim> claims, boolean moreWait) {}

  /**
   * Claims runs that can start now, for this process. The claims are durable when this method
   * returns.
   *
   * @param flows the names of the flows that this process serves
   * @param most the largest number of runs to claim
   */
  public Claimed claim(Set<String> flows, int most) {
    if (flows.isEmpty()) {
      return Claimed.NOTHING;
    }
    boolean isAnyDue = isDue(flows, Turns.ARRIVED);
    if (!isAnyDue || most < 1) {
      return new Claimed(List.of(), isAnyDue || isDue(flows, Turns.BEHIND));
    }
    Page page = writes.now(connection -> claim(connection, flows, most));
    page.claims()
        .forEach(claim -> owned.admitted(claim.run().id(), claim.epoch(), claim.history()));
    return new Claimed(page.claims().stream().map(Claim::run).toList(), page.moreWait());
  }

  /**
   * Claims a run that is bound to this process, if it can start now: it is due, and the limit of
   * its flow has a place for it beside the runs that start before it. The claim is durable when
   * this method returns.
   */
  public Optional<ClaimedRun> claimBound(RunId run) {
    List<Object> bound = List.of(run.toString(), self, Micros.micros(clock.instant()));
    if (query.first(ROW + DUE_AND_BOUND, bound, RunQueue::row).isEmpty()) {
      return Optional.empty();
    }
    Optional<Claim> claim = writes.now(connection -> claimBound(connection, run));
    claim.ifPresent(own -> owned.admitted(run, own.epoch(), own.history()));
    return claim.map(Claim::run);
  }

  private Optional<Claim> claimBound(Connection connection, RunId run) throws SQLException {
    Instant now = clock.instant();
    Optional<Row> found = Optional.empty();
    try (PreparedStatement select = connection.prepareStatement(ROW + DUE_AND_BOUND)) {
      Sql.bind(select, run.toString(), self, Micros.micros(now));
      try (ResultSet row = select.executeQuery()) {
        found = row.next() ? Optional.of(row(row)) : found;
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String flow = found.get().flow();
    Optional<FlowLimit> limit = FlowLimit.locked(connection, flow);
    if (limit.isPresent()
        && limit.get().free() <= new BoundRuns(query, self).startBefore(run, flow, now)) {
      queueDue(connection, FlowNames.of(Set.of(flow), self), now);
      return Optional.empty();
    }
    return claim(connection, found.get(), now);
  }

  /** Returns whether a run waits and is bound to this process. */
  public boolean isBoundHere(RunId run) {
    return query
        .first(
            "SELECT 1 FROM flow_run WHERE id = ? AND owner = ? AND state IN "
                + RunConditions.WAITING,
            List.of(run.toString(), self),
            row -> true)
        .isPresent();
  }

  /**
   * Returns whether a run of these flows is due; reads only, so that an idle queue costs little.
   *
   * @param turns the condition on the turn of the run
   */
  private boolean isDue(Set<String> flows, String turns) {
    FlowNames names = FlowNames.of(flows, self);
    List<Object> bound = names.bound(Micros.micros(clock.instant()));
    return query.first(anyDue(names, turns), bound, row -> true).isPresent();
  }

  private static String anyDue(FlowNames flows, String turns) {
    return "SELECT 1 FROM flow_run WHERE state IN "
        + RunConditions.WAITING
        + " AND "
        + flows.condition()
        + " AND scheduled <= ? AND held IS NULL AND "
        + turns
        + " LIMIT 1";
  }

  private Page claim(Connection connection, Set<String> flows, int most) throws SQLException {
    Instant now = clock.instant();
    FlowRoom room = FlowRoom.locked(connection, flows);
    FlowNames names = FlowNames.of(flows, self);
    BoundRuns bound = new BoundRuns(query, self);
    Set<String> full = room.full();
    Set<String> passed = new HashSet<>();
    List<Claim> claims = new ArrayList<>();
    boolean isMore = true;
    while (isMore && claims.size() < most && full.size() < flows.size()) {
      int limit = PAGE + passed.size();
      List<Row> page = due(connection, names.without(full), now, limit);
      isMore = page.size() == limit;
      for (Row row : page) {
        if (passed.contains(row.id())) {
          continue;
        }
        if (claims.size() >= most || room.isFull(row.flow())) {
          isMore = true;
        } else if (bound.isFree(row.bound())) {
          Optional<Claim> claim = claim(connection, row, now);
          claim.ifPresentOrElse(claims::add, () -> passed.add(row.id()));
          claim.ifPresent(_ -> room.take(row.flow()));
        } else {
          passed.add(row.id());
          if (bound.isAlive(row.bound())) {
            room.take(row.flow()); // Its process starts it before the runs behind it.
          }
        }
      }
      full = room.full();
    }
    queueDue(connection, names, now);
    return new Page(claims, isMore || !full.isEmpty() || isAnyBehind(connection, names, now));
  }

  private static boolean isAnyBehind(Connection connection, FlowNames flows, Instant now)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(anyDue(flows, Turns.BEHIND))) {
      bind(select, flows, now);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private List<Row> due(Connection connection, FlowNames flows, Instant now, int most)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            ROW
                + "IN "
                + RunConditions.WAITING
                + " AND "
                + flows.condition()
                + " AND scheduled <= ? AND held IS NULL AND "
                + Turns.ARRIVED
                + " ORDER BY priority DESC, scheduled, created, id LIMIT "
                + most
                + query.database().skipLocked())) {
      bind(select, flows, now);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(row(row));
        }
      }
    }
    return rows;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new ClaimedRun(
            RunId.parse(row.getString("id")),
            row.getString("flow"),
            QueryRunner.text(row, "restart_of").map(RunId::parse),
            QueryRunner.text(row, "restart_from")),
        row.getString("owner"),
        row.getInt("epoch"),
        HistoryJson.read(row.getString("history")));
  }

  private static void bind(PreparedStatement select, FlowNames flows, Instant now)
      throws SQLException {
    Sql.bind(select, flows.bound(Micros.micros(now)).toArray());
  }

  private Optional<Claim> claim(Connection connection, Row row, Instant now) throws SQLException {
    List<Transition> history = new ArrayList<>(row.history());
    history.add(new Transition(0, new State.Pending("", now)));
    int changed =
        Sql.update(
            connection,
            "UPDATE flow_run SET state = 'Pending', message = '', owner = ?, epoch = epoch + 1,"
                + " history = ?, version = COALESCE((SELECT s.version FROM served_flow s"
                + " WHERE s.flow = flow_run.flow AND s.process = ?), version)"
                + " WHERE id = ? AND epoch = ? AND owner = ? AND state IN "
                + RunConditions.WAITING,
            self,
            HistoryJson.write(history, new Masker()),
            self,
            row.id(),
            row.epoch(),
            row.bound());
    return changed == 0
        ? Optional.empty()
        : Optional.of(new Claim(row.run(), row.epoch() + 1, history));
  }

  /** Records of due runs that they are queued; at most a page of them, as others follow later. */
  private void queueDue(Connection connection, FlowNames flows, Instant now) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            ROW
                + "= 'Scheduled' AND "
                + flows.condition()
                + " AND scheduled <= ? ORDER BY scheduled, id LIMIT "
                + PAGE
                + query.database().skipLocked())) {
      bind(select, flows, now);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(row(row));
        }
      }
    }
    for (Row row : rows) {
      List<Transition> history = new ArrayList<>(row.history());
      history.add(new Transition(0, new State.Queued("is due, and waits to start", now, 1)));
      Sql.update(
          connection,
          "UPDATE flow_run SET state = 'Queued', message = ?, history = ?"
              + " WHERE id = ? AND epoch = ? AND state = 'Scheduled'",
          history.getLast().state().message(),
          HistoryJson.write(history, new Masker()),
          row.id(),
          row.epoch());
    }
  }

  /** Returns the time at which the next run of these flows is due, if one waits for its time. */
  public Optional<Instant> nextDue(Set<String> flows) {
    if (flows.isEmpty()) {
      return Optional.empty();
    }
    FlowNames names = FlowNames.of(flows, self);
    List<Object> bound = names.bound(Micros.micros(clock.instant()));
    return query
        .first(
            "SELECT min(scheduled) AS due FROM flow_run WHERE state IN "
                + RunConditions.WAITING
                + " AND "
                + names.condition()
                + " AND held IS NULL AND scheduled > ?",
            bound,
            row -> QueryRunner.time(row, "due"))
        .flatMap(due -> due);
  }

  /**
   * Ends a run that was claimed by this process and that cannot start here.
   *
   * @param end its final state
   */
  public void end(ClaimedRun run, State end) {
    Optional<Claim> claim =
        owned.release(run.id()).map(of -> new Claim(run, of.epoch(), of.history()));
    if (claim.isEmpty()) {
      return;
    }
    List<Transition> history = new ArrayList<>(claim.get().history());
    history.add(new Transition(0, end));
    writes.now(
        connection ->
            Sql.update(
                connection,
                "UPDATE flow_run SET state = ?, message = ?, history = ?, ended = ?"
                    + " WHERE id = ? AND epoch = ? AND ended IS NULL",
                end.name(),
                StorableText.plain(end.message()),
                HistoryJson.write(history, new Masker()),
                Micros.micros(end.time()),
                run.id().toString(),
                claim.get().epoch()),
        Topic.ENDS);
  }

  /**
   * Takes a run that nobody can resume out of the runs of its schedule, so that later runs do not
   * wait for it; does nothing if it is not one of them.
   */
  public void leaveSchedule(RunId run) {
    List<Object> bound = List.of(run.toString());
    String turn = "SELECT 1 FROM flow_run WHERE id = ? AND turn IS NOT NULL AND ended IS NULL";
    if (query.first(turn, bound, row -> true).isPresent()) {
      writes.now(
          connection ->
              Sql.update(
                  connection, "UPDATE flow_run SET turn = NULL WHERE id = ?", run.toString()),
          Topic.QUEUE);
    }
  }
}
