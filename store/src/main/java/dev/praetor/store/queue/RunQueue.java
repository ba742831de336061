package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Durations;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.worker.Openings;
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
  private final ServingProcess self;
  private final Durations times;

  /**
   * Creates the queue.
   *
   * @param self this process
   * @param times counts how long claims take
   */
  public RunQueue(
      QueryRunner query,
      WriteQueue writes,
      OwnedRuns owned,
      InstantSource clock,
      ServingProcess self,
      Durations times) {
    this.query = query;
    this.writes = writes;
    this.owned = owned;
    this.clock = clock;
    this.self = self;
    this.times = times;
  }

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

  private record Page(List<WaitingRow.Claim> claims, boolean moreWait) {}

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
    long began = System.nanoTime();
    Page page = writes.now(connection -> claim(connection, flows, most));
    times.since(began);
    page.claims()
        .forEach(claim -> owned.admitted(claim.run().id(), claim.epoch(), claim.history()));
    return new Claimed(page.claims().stream().map(WaitingRow.Claim::run).toList(), page.moreWait());
  }

  /** Returns how long claims of this process take, also on behalf of others. */
  public Durations claimTimes() {
    return times;
  }

  /**
   * Returns whether a run of these flows is due; reads only, so that an idle queue costs little.
   *
   * @param turns the condition on the turn of the run
   */
  private boolean isDue(Set<String> flows, String turns) {
    FlowNames names = fitting(flows);
    List<Object> bound = names.bound(Micros.micros(clock.instant()));
    return query.first(anyDue(names, turns), bound, row -> true).isPresent();
  }

  /** Returns the condition on the runs that this process may start. */
  private FlowNames fitting(Set<String> flows) {
    return FlowNames.of(flows, self).fitting(self.fit(query));
  }

  private String anyDue(FlowNames flows, String turns) {
    return "SELECT 1 FROM flow_run"
        + query.database().waitingIndexHint()
        + " WHERE state IN "
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
    Openings openings = self.openings(connection, query.database());
    FlowNames names = FlowNames.of(flows, self);
    int free = Math.min(most, openings.slots());
    Bindings bound = new Bindings(query, self.id());
    Set<String> full = room.full();
    Set<String> passed = new HashSet<>();
    List<WaitingRow.Claim> claims = new ArrayList<>();
    boolean isMore = true;
    try (PreparedStatement claiming = connection.prepareStatement(WaitingRow.CLAIM)) {
      while (isMore && claims.size() < free && full.size() < flows.size()) {
        // One more than there is room for tells whether more wait.
        int next = passed.isEmpty() ? Math.min(PAGE, free - claims.size() + 1) : PAGE;
        int limit = next + passed.size();
        FlowNames fitting = names.without(full).fitting(openings.fit());
        List<WaitingRow> page = due(connection, fitting, now, limit);
        isMore = page.size() == limit;
        for (WaitingRow row : page) {
          if (passed.contains(row.id())) {
            continue;
          }
          if (claims.size() >= free || room.isFull(row.flow()) || openings.isFull(row.pool())) {
            isMore = true;
          } else if (bound.isFree(row.bound())) {
            Optional<WaitingRow.Claim> claim = row.claim(claiming, self.id(), now);
            claim.ifPresentOrElse(claims::add, () -> passed.add(row.id()));
            claim.ifPresent(_ -> {
              room.take(row.flow());
              openings.take(row.pool());
            });
          } else {
            passed.add(row.id());
            if (bound.isAlive(row.bound())) {
              room.take(row.flow()); // Its process starts it before the runs behind it.
            }
          }
        }
        full = room.full();
      }
    }
    queueDue(connection, names, now);
    boolean noRoom = isMore || !full.isEmpty() || openings.isAnyFull();
    return new Page(claims, noRoom || isAnyBehind(connection, names, now));
  }

  private boolean isAnyBehind(Connection connection, FlowNames flows, Instant now)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(anyDue(flows, Turns.BEHIND))) {
      bind(select, flows, now);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private List<WaitingRow> due(Connection connection, FlowNames flows, Instant now, int most)
      throws SQLException {
    List<WaitingRow> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            WaitingRow.select(query.database().waitingIndexHint())
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
          rows.add(WaitingRow.of(row));
        }
      }
    }
    return rows;
  }

  private static void bind(PreparedStatement select, FlowNames flows, Instant now)
      throws SQLException {
    Sql.bind(select, flows.bound(Micros.micros(now)).toArray());
  }

  /** Records of due runs that they are queued; at most a page of them, as others follow later. */
  private void queueDue(Connection connection, FlowNames flows, Instant now) throws SQLException {
    List<WaitingRow> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            WaitingRow.SELECT
                + "= 'Scheduled' AND "
                + flows.condition()
                + " AND scheduled <= ? ORDER BY scheduled, id LIMIT "
                + PAGE
                + query.database().skipLocked())) {
      bind(select, flows, now);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(WaitingRow.of(row));
        }
      }
    }
    for (WaitingRow row : rows) {
      row.queue(connection, now);
    }
  }

  /** Returns the time at which the next run of these flows is due, if one waits for its time. */
  public Optional<Instant> nextDue(Set<String> flows) {
    if (flows.isEmpty()) {
      return Optional.empty();
    }
    FlowNames names = fitting(flows);
    List<Object> bound = names.bound(Micros.micros(clock.instant()));
    return query
        .first(
            "SELECT min(scheduled) AS due FROM flow_run WHERE state = 'Scheduled' AND "
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
    Optional<OwnedRuns.Admitted> claim = owned.release(run.id());
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
                    + " WHERE id = ? AND epoch = ? AND owner = ? AND ended IS NULL",
                end.name(),
                StorableText.plain(end.message()),
                HistoryJson.write(history, new Masker()),
                Micros.micros(end.time()),
                run.id().toString(),
                claim.get().epoch(),
                self.id()),
        Topic.ENDS);
  }

  /**
   * Leaves a run that this process has claimed, and that cannot continue here, to any that resumes
   * it. Does nothing if no code of the run can have run yet.
   *
   * @param why the reason; the absence of the store counts as no fault of the run
   */
  public void abandon(RunId run, Throwable why) {
    owned.abandon(run, why);
  }

  /** Leaves a run of this process, which only waits, to any that resumes it. */
  public void leaveWaiting(RunId run) {
    owned.leaveWaiting(run);
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
