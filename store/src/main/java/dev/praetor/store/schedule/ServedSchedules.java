package dev.praetor.store.schedule;

import dev.praetor.Schedule;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.json.SchedulesJson;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The schedules of the flows that processes serve, and the places up to which their occurrences
 * were handled by any process. Thread-safe.
 */
public final class ServedSchedules {
  private static final int BATCH = 500;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public ServedSchedules(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Records the schedules of flows that this process serves from now on. A schedule that is new, or
   * whose times are other ones than before, continues from now.
   *
   * @param flows the schedules by the names of their flows; absent for flows without one
   */
  public void add(Map<String, Optional<Schedule>> flows) {
    // Sorted, so that two processes lock the rows in the same order.
    Map<String, Optional<Schedule>> left = new TreeMap<>();
    flows.forEach((flow, schedule) -> left.put(StorableText.plain(flow), schedule));
    while (!left.isEmpty()) {
      Map<String, Optional<Schedule>> batch = new TreeMap<>();
      left.entrySet().stream()
          .limit(BATCH)
          .forEach(each -> batch.put(each.getKey(), each.getValue()));
      left.keySet().removeAll(batch.keySet());
      writes.now(connection -> add(connection, batch));
    }
  }

  private int add(Connection connection, Map<String, Optional<Schedule>> flows)
      throws SQLException {
    long now = Micros.micros(clock.instant());
    int changed = 0;
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT handled, schedule FROM schedule_place WHERE flow = ?");
        PreparedStatement upsert =
            connection.prepareStatement(
                """
                INSERT INTO schedule_place (flow, handled, schedule) VALUES (?, ?, ?)
                ON CONFLICT (flow) DO UPDATE SET schedule = excluded.schedule,
                  handled = CASE WHEN schedule_place.handled < excluded.handled
                    THEN excluded.handled ELSE schedule_place.handled END
                  WHERE schedule_place.owner IS NULL
                """)) {
      for (Map.Entry<String, Optional<Schedule>> flow : flows.entrySet()) {
        Optional<String> json = flow.getValue().map(SchedulesJson::write);
        if (json.isPresent()) {
          boolean goesOn = keepsPlace(select, flow.getKey(), json.get());
          Sql.bind(upsert, flow.getKey(), goesOn ? 0L : now, json.get());
          changed += upsert.executeUpdate();
        } else {
          changed +=
              Sql.update(
                  connection,
                  "UPDATE schedule_place SET schedule = NULL WHERE flow = ? AND owner IS NULL",
                  flow.getKey());
        }
      }
    }
    return changed;
  }

  /** Returns whether a schedule with the same times has a place. */
  private static boolean keepsPlace(PreparedStatement select, String flow, String json)
      throws SQLException {
    Sql.bind(select, flow);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next() || row.getLong("handled") == 0) {
        return false;
      }
      Optional<String> before = QueryRunner.text(row, "schedule");
      // A place without a schedule was left by an older Praetor, or by a flow without one.
      return before.isEmpty() || SchedulesJson.haveSameTimes(before.get(), json);
    }
  }

  /** Returns the places of all schedules, by the names of their flows. */
  public Map<String, Instant> places() {
    Map<String, Instant> places = new HashMap<>();
    List<Instant> _ =
        query.all(
            "SELECT flow, handled FROM schedule_place WHERE schedule IS NOT NULL",
            List.of(),
            row -> {
              Instant place = Micros.of(row.getLong("handled"));
              places.put(row.getString("flow"), place);
              return place;
            });
    return places;
  }

  /** Returns the place of a schedule, or the current time if it has none. */
  public Instant place(String flow) {
    return query
        .first(
            "SELECT handled FROM schedule_place WHERE flow = ? AND handled > 0",
            List.of(StorableText.plain(flow)),
            row -> Micros.of(row.getLong("handled")))
        .orElseGet(clock::instant);
  }

  /**
   * Missed occurrences of a schedule that are not made up.
   *
   * @param schedule the id of the schedule
   * @param count their number; those beyond 10,000 are not counted
   * @param since the instant up to which all were handled before
   * @param until the instant up to which all are handled now
   */
  public record Missed(String schedule, int count, Instant since, Instant until) {
    private NewEvent event() {
      int mark = schedule.indexOf('#');
      return NewEvent.of(
              EventKind.OCCURRENCES_PASSED_OVER,
              "%,d times of schedule '%s' since %s were missed and are passed over"
                  .formatted(count, schedule, since))
          .schedule(schedule)
          .flow(mark < 0 ? schedule : schedule.substring(0, mark))
          .with("count", count)
          .with("since", since.toString())
          .with("until", until.toString());
    }
  }

  /**
   * Records that missed occurrences of a schedule are handled; its place never goes back. Of
   * several processes that pass over the same ones, one does so.
   */
  public void passedOver(Missed missed) {
    long handled = Micros.micros(missed.until());
    String id = StorableText.plain(missed.schedule());
    writes.now(connection -> {
      int changed =
          Sql.update(
              connection,
              "UPDATE schedule_place SET handled = ? WHERE flow = ? AND handled < ? AND pause IS NULL",
              handled,
              id,
              handled);
      if (changed > 0) {
        EventTable.write(connection, clock.instant(), missed.event());
      }
      return changed;
    });
  }

  /** Returns the ids of the schedules that are paused, and of those whose flows are archived. */
  public Set<String> paused() {
    return new HashSet<>(
        query.all(
            """
            SELECT flow FROM schedule_place WHERE pause IS NOT NULL
            UNION
            SELECT %s FROM registered_flow WHERE archived IS NOT NULL
            UNION
            SELECT p.flow FROM schedule_place p
            JOIN registered_flow r ON r.project = %s AND r.name = %s
            WHERE r.archived IS NOT NULL
            """
                .formatted(
                    FlowKeySql.key("project", "name"),
                    FlowKeySql.project("p.owner"),
                    FlowKeySql.name("p.owner")),
            List.of(),
            row -> row.getString("flow")));
  }
}
