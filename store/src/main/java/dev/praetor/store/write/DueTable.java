package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.schedule.Overlap;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.json.ClockKey;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.signal.Topic;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes the turns of runs that are due by schedules, in the transaction that writes their rows: an
 * occurrence is handled exactly when its run is recorded. The row of the schedule is locked until
 * that transaction ends, so that of several processes one decides after the other. Used only by the
 * writer's thread.
 *
 * @param signals the topics that are to be signalled, to which topics are added
 */
record DueTable(WriteSession session, Set<Topic> signals) {
  /** The turn of a run among the runs of its schedule. */
  sealed interface Turn {
    /**
     * The run takes place.
     *
     * @param alone true if it starts only when all runs of earlier turns have ended
     * @param behind the run that it waits for, if there is one
     */
    record Next(long number, boolean alone, Optional<RunId> behind) implements Turn {}

    /** The run does not take place because of an earlier run. */
    record Skipped(long number, RunId inTheWay) implements Turn {}

    /** A run was recorded for the occurrence before. */
    record Made(RunId run) implements Turn {}

    /** The schedule is paused, or the flow is archived. */
    record Paused() implements Turn {}

    /** A person has left the instant out. */
    record LeftOut() implements Turn {}
  }

  /** An earlier run of a schedule that has not ended. */
  private record Open(RunId id, int epoch, List<Transition> history) {
    boolean isWaiting() {
      StateType type = history.getLast().state().type();
      return type == StateType.SCHEDULED || type == StateType.QUEUED;
    }
  }

  /** The number of a turn, which is negative if the instant is left out. */
  private static final String NEXT =
      """
      UPDATE schedule_place SET turns = turns + 1,
        handled = CASE WHEN handled < ? THEN ? ELSE handled END
      WHERE flow = ? AND pause IS NULL AND NOT EXISTS (SELECT 1 FROM registered_flow r
        WHERE r.project = %s AND r.name = %s AND r.archived IS NOT NULL)
      RETURNING turns, (SELECT count(*) FROM skipped_instant s
        WHERE s.flow = schedule_place.flow AND s.instant = ?) AS left_out
      """
          .formatted(
              FlowKeySql.project("schedule_place.flow"), FlowKeySql.name("schedule_place.flow"));

  /** The same for a schedule that people added, whose turns are counted with those of its flow. */
  private static final String NEXT_OF_ADDED =
      """
      UPDATE schedule_place SET handled = CASE WHEN handled < ? THEN ? ELSE handled END
      WHERE flow = ? AND revision = ? AND pause IS NULL AND NOT EXISTS (SELECT 1
        FROM registered_flow r WHERE r.project = %s AND r.name = %s
          AND r.archived IS NOT NULL)
      RETURNING (SELECT count(*) FROM skipped_instant s
        WHERE s.flow = schedule_place.flow AND s.instant = ?) AS left_out
      """
          .formatted(
              FlowKeySql.project("schedule_place.owner"), FlowKeySql.name("schedule_place.owner"));

  /** Takes the turn of a run; what follows from it for earlier runs is written too. */
  Turn take(String flow, DueRun due, String run, Instant now) throws SQLException {
    long instant = Micros.micros(due.occurrence().at());
    long handled = due.isLast() ? instant : instant - 1;
    Optional<Long> number =
        due.added().isPresent()
            ? next(flow, due.added().get(), instant, handled)
            : next(flow, instant, handled);
    if (number.isEmpty() && due.added().isEmpty() && register(flow)) {
      number = next(flow, instant, handled);
    }
    if (number.isEmpty()) {
      return new Turn.Paused();
    }
    if (number.get() < 0) {
      return new Turn.LeftOut();
    }
    String schedule = due.added().map(DueRun.Added::id).orElse(flow);
    Optional<RunId> made = record(schedule, ClockKey.of(due.occurrence()), instant, run, now);
    return made.isPresent()
        ? new Turn.Made(made.get())
        : decide(flow, due.overlap(), number.get(), now);
  }

  private Optional<Long> next(String flow, long instant, long handled) throws SQLException {
    PreparedStatement update = session.prepare(NEXT);
    Sql.bind(update, handled, handled, flow, instant);
    try (ResultSet row = update.executeQuery()) {
      return row.next()
          ? Optional.of(row.getInt("left_out") > 0 ? -1 : row.getLong("turns"))
          : Optional.empty();
    }
  }

  /** Takes a number, with the lock of the flow first, and then that of the schedule. */
  private Optional<Long> next(String flow, DueRun.Added added, long instant, long handled)
      throws SQLException {
    boolean _ = register(flow);
    PreparedStatement count =
        session.prepare(
            "UPDATE schedule_place SET turns = turns + 1 WHERE flow = ? RETURNING turns");
    Sql.bind(count, flow);
    long number;
    try (ResultSet row = count.executeQuery()) {
      number = row.next() ? row.getLong("turns") : 0;
    }
    PreparedStatement update = session.prepare(NEXT_OF_ADDED);
    Sql.bind(update, handled, handled, added.id(), added.revision(), instant);
    try (ResultSet row = update.executeQuery()) {
      return row.next() ? Optional.of(row.getInt("left_out") > 0 ? -1 : number) : Optional.empty();
    }
  }

  /** Adds the row of a schedule; returns false if it is there. */
  private boolean register(String flow) throws SQLException {
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO schedule_place (flow, handled) VALUES (?, 0) ON CONFLICT DO NOTHING");
    Sql.bind(insert, flow);
    return insert.executeUpdate() == 1;
  }

  /** Records the run of an occurrence, or returns the run that was recorded for it before. */
  private Optional<RunId> record(String flow, String clock, long instant, String run, Instant now)
      throws SQLException {
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO scheduled_run (flow, clock, instant, run, taken) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);
    Sql.bind(insert, flow, clock, instant, run, Micros.micros(now));
    if (insert.executeUpdate() == 1) {
      return Optional.empty();
    }
    PreparedStatement select =
        session.prepare(
            "SELECT run FROM scheduled_run WHERE flow = ? AND clock = ? AND instant = ?");
    Sql.bind(select, flow, clock, instant);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(RunId.parse(row.getString("run"))) : Optional.empty();
    }
  }

  private Turn decide(String flow, Overlap rule, long number, Instant now) throws SQLException {
    if (rule == Overlap.ALLOW) {
      return new Turn.Next(number, false, Optional.empty());
    }
    List<Open> open = open(flow, number);
    return switch (OverlapDecision.of(rule, open.stream().map(Open::id).toList())) {
      case OverlapDecision.Start _ -> new Turn.Next(number, true, Optional.empty());
      case OverlapDecision.Skip skip -> new Turn.Skipped(number, skip.inTheWay());
      case OverlapDecision.Await await ->
          new Turn.Next(number, true, Optional.of(await.inTheWay()));
      case OverlapDecision.Cancel _ -> new Turn.Next(number, true, cancel(open, now));
    };
  }

  private List<Open> open(String flow, long number) throws SQLException {
    PreparedStatement select =
        session.prepare(
            """
            SELECT id, epoch, history FROM flow_run
            WHERE flow = ? AND turn < ? AND ended IS NULL ORDER BY turn
            """);
    Sql.bind(select, flow, number);
    List<Open> open = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        open.add(
            new Open(
                RunId.parse(row.getString("id")),
                row.getInt("epoch"),
                HistoryJson.read(row.getString("history"))));
      }
    }
    return open;
  }

  /** Ends the runs that have not begun, cancels the others, and returns the first of the others. */
  private Optional<RunId> cancel(List<Open> open, Instant now) throws SQLException {
    Optional<RunId> begun = Optional.empty();
    for (Open run : open) {
      if (!run.isWaiting() || !skip(run, now)) {
        order(run.id(), now);
        begun = begun.isPresent() ? begun : Optional.of(run.id());
      }
    }
    return begun;
  }

  private boolean skip(Open run, Instant now) throws SQLException {
    State skipped = new State.Skipped("a later run was due before it could start", now);
    List<Transition> history = new ArrayList<>(run.history());
    history.add(new Transition(0, skipped));
    PreparedStatement update =
        session.prepare(
            """
            UPDATE flow_run SET state = 'Skipped', message = ?, history = ?, ended = ?,
              epoch = epoch + 1
            WHERE id = ? AND epoch = ? AND ended IS NULL
            """);
    Sql.bind(
        update,
        skipped.message(),
        HistoryJson.write(history, new Masker()),
        Micros.micros(now),
        run.id().toString(),
        run.epoch());
    signals.add(Topic.ENDS);
    return update.executeUpdate() == 1;
  }

  private void order(RunId run, Instant now) throws SQLException {
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO run_order (id, run, made, kind, task, why, author)
            SELECT ?, ?, ?, 'Cancel', '', 'the next run of its schedule is due', ''
            WHERE NOT EXISTS (SELECT 1 FROM run_order WHERE run = ? AND kind = 'Cancel')
            """);
    Sql.bind(
        insert, UUID.randomUUID().toString(), run.toString(), Micros.micros(now), run.toString());
    insert.executeUpdate();
    signals.add(Topic.ORDERS);
  }
}
