package dev.praetor.store.schedule;

import dev.praetor.ErrorCode;
import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.json.SchedulesJson;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.SchedulePause;
import dev.praetor.store.model.SkippedInstant;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of flows, and what people set on them. The schedule in the code of a flow, which a
 * process serves or has served, is named by the flow; a schedule that people added has an id of its
 * own. All processes obey within a second. Thread-safe.
 *
 * {@snippet file="dev/praetor/embedded/SchedulesTest.java" region="pause"}
 */
public final class Schedules {
  private static final String ROWS =
      """
      SELECT p.flow, p.handled, p.schedule, p.pause, p.owner, p.author, p.added, p.revision,
        r.archived, r.archived_by
      FROM schedule_place p
      LEFT JOIN registered_flow r ON r.project = %s AND r.name = %s
      WHERE p.schedule IS NOT NULL\
      """
          .formatted(
              FlowKeySql.project("coalesce(p.owner, p.flow)"),
              FlowKeySql.name("coalesce(p.owner, p.flow)"));

  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
  private static final int BATCH = 500;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Schedules(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /** Returns the schedules of all flows, by the names of the flows. */
  public List<FlowSchedule> list() {
    Map<String, List<SkippedInstant>> skipped = skipped();
    return query.all(ROWS + " ORDER BY p.flow", List.of(), row -> read(row, skipped));
  }

  /** Returns the schedules of a flow: that of its code first, if there is one. */
  public List<FlowSchedule> ofFlow(String flow) {
    Map<String, List<SkippedInstant>> skipped = skipped();
    String name = StorableText.plain(flow);
    return query.all(
        ROWS + " AND (p.flow = ? AND p.owner IS NULL OR p.owner = ?) ORDER BY p.added, p.flow",
        List.of(name, name),
        row -> read(row, skipped));
  }

  /** Returns the schedules that people added. */
  public List<FlowSchedule> added() {
    return query.all(
        ROWS + " AND p.owner IS NOT NULL ORDER BY p.flow", List.of(), row -> read(row, Map.of()));
  }

  /** Returns the schedules that made these runs; runs without one are left out. */
  public Map<RunId, FlowSchedule> ofRuns(Collection<RunId> runs) {
    Map<RunId, String> ids = new HashMap<>();
    List<String> all = runs.stream().map(RunId::toString).distinct().toList();
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> some = all.subList(from, Math.min(from + BATCH, all.size()));
      query
          .all(
              "SELECT run, flow FROM scheduled_run WHERE run IN (" + marks(some) + ")",
              List.copyOf(some),
              row -> Map.entry(RunId.parse(row.getString("run")), row.getString("flow")))
          .forEach(each -> ids.put(each.getKey(), each.getValue()));
    }
    Map<String, FlowSchedule> found = ofIds(ids.values());
    Map<RunId, FlowSchedule> schedules = new HashMap<>();
    ids.forEach((run, id) ->
        Optional.ofNullable(found.get(id)).ifPresent(each -> schedules.put(run, each)));
    return schedules;
  }

  private static String marks(List<?> values) {
    return String.join(", ", Collections.nCopies(values.size(), "?"));
  }

  /** Returns a schedule. */
  public Optional<FlowSchedule> find(String id) {
    Map<String, List<SkippedInstant>> skipped = skipped();
    return query.first(
        ROWS + " AND p.flow = ?", List.of(StorableText.plain(id)), row -> read(row, skipped));
  }

  /** Returns the schedules of these ids, by their ids; those of code have the names of flows. */
  public Map<String, FlowSchedule> ofIds(Collection<String> flows) {
    Map<String, FlowSchedule> found = new HashMap<>();
    List<String> all = flows.stream().map(StorableText::plain).distinct().toList();
    Map<String, List<SkippedInstant>> skipped = all.isEmpty() ? Map.of() : skipped();
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> some = all.subList(from, Math.min(from + BATCH, all.size()));
      query
          .all(
              ROWS + " AND p.flow IN (" + marks(some) + ")",
              List.copyOf(some),
              row -> read(row, skipped))
          .forEach(each -> found.put(each.id(), each));
    }
    return found;
  }

  private FlowSchedule read(ResultSet row, Map<String, List<SkippedInstant>> skipped)
      throws SQLException {
    String id = row.getString("flow");
    Optional<String> owner = QueryRunner.text(row, "owner");
    return new FlowSchedule(
        id,
        owner.orElse(id),
        SchedulesJson.read(row.getString("schedule")),
        pause(row),
        skipped.getOrDefault(id, List.of()),
        Micros.of(row.getLong("handled")),
        owner.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new FlowSchedule.Added(
                    row.getString("author"),
                    Micros.of(row.getLong("added")),
                    row.getLong("revision"))));
  }

  /**
   * Reads the pause of a schedule; that of an archived flow is paused as long as it is archived.
   */
  private static Optional<SchedulePause> pause(ResultSet row) throws SQLException {
    Optional<Instant> archived = QueryRunner.time(row, "archived");
    return archived.isPresent()
        ? Optional.of(
            new SchedulePause(row.getString("archived_by"), "the flow is archived", archived.get()))
        : QueryRunner.text(row, "pause").map(SchedulesJson::readPause);
  }

  private Map<String, List<SkippedInstant>> skipped() {
    Map<String, List<SkippedInstant>> all = new TreeMap<>();
    List<SkippedInstant> _ =
        query.all(
            "SELECT flow, instant, author, why, time FROM skipped_instant"
                + " WHERE instant > ? ORDER BY instant",
            List.of(Micros.micros(clock.instant())),
            row -> {
              SkippedInstant each =
                  new SkippedInstant(
                      Micros.of(row.getLong("instant")),
                      row.getString("author"),
                      row.getString("why"),
                      Micros.of(row.getLong("time")));
              all.computeIfAbsent(row.getString("flow"), _ -> new ArrayList<>()).add(each);
              return each;
            });
    return all;
  }

  /**
   * Pauses the schedule of a flow: no run is made until it is resumed. Runs in progress go on. A
   * schedule that is paused already is paused by this person and for this reason from now on.
   *
   * @param by the person who pauses it; may be empty
   * @param why the reason; may be empty
   * @throws StoreFailed if no process has served a flow of this name with a schedule
   */
  public void pause(String flow, String by, String why) {
    Instant now = clock.instant();
    String pause = SchedulesJson.write(new SchedulePause(by, why, now));
    String reason = why.isEmpty() ? "" : ": " + why;
    NewEvent event =
        event(EventKind.SCHEDULE_PAUSED, "schedule '%s' is paused%s".formatted(flow, reason), flow)
            .by(by)
            .with("why", why);
    int changed =
        writes.now(connection ->
            noted(
                connection,
                now,
                event,
                Sql.update(
                    connection,
                    "UPDATE schedule_place SET pause = ? WHERE flow = ? AND schedule IS NOT NULL",
                    pause,
                    StorableText.plain(flow))));
    if (changed == 0) {
      throw noSchedule(flow);
    }
    LOG.atInfo().addKeyValue("flow", flow).log("the schedule is paused by '{}': {}", by, why);
  }

  /** Returns an event about a schedule, whose id begins with the name of its flow. */
  private static NewEvent event(EventKind kind, String text, String schedule) {
    int mark = schedule.indexOf('#');
    return NewEvent.of(kind, text)
        .schedule(schedule)
        .flow(mark < 0 ? schedule : schedule.substring(0, mark));
  }

  /** Writes an event if something was changed, and returns the number of changes. */
  private static int noted(Connection connection, Instant now, NewEvent event, int changed)
      throws SQLException {
    if (changed > 0) {
      EventTable.write(connection, now, event);
    }
    return changed;
  }

  /**
   * Resumes the schedule of a flow, which continues from now.
   *
   * @param by the person who resumes it; may be empty
   * @return false if it was not paused
   * @throws StoreFailed if no process has served a flow of this name with a schedule
   */
  public boolean resume(String flow, String by) {
    return resume(flow, by, false);
  }

  /**
   * Resumes the schedule of a flow.
   *
   * @param by the person who resumes it; may be empty
   * @param catchUp true to make up the occurrences that were missed during the pause, as the
   *     schedule's rule for missed occurrences says; false to continue from now
   * @return false if it was not paused
   * @throws StoreFailed if no process has served a flow of this name with a schedule
   */
  public boolean resume(String flow, String by, boolean catchUp) {
    Instant now = clock.instant();
    long place = catchUp ? 0 : Micros.micros(now);
    NewEvent event =
        event(EventKind.SCHEDULE_RESUMED, "schedule '%s' is resumed".formatted(flow), flow)
            .by(by)
            .with("catchUp", catchUp);
    int changed =
        writes.now(connection ->
            noted(
                connection,
                now,
                event,
                Sql.update(
                    connection,
                    """
                    UPDATE schedule_place SET pause = NULL,
                      handled = CASE WHEN handled < ? THEN ? ELSE handled END
                    WHERE flow = ? AND pause IS NOT NULL
                    """,
                    place,
                    place,
                    StorableText.plain(flow))));
    if (changed == 0 && find(flow).isEmpty()) {
      throw noSchedule(flow);
    }
    LOG.atInfo().addKeyValue("flow", flow).log("the schedule is resumed by '{}'", by);
    return changed > 0;
  }

  /**
   * Leaves one instant of a schedule out: no run is made for it, for whatever parameters.
   *
   * @param by the person who leaves it out; may be empty
   * @param why the reason; may be empty
   * @throws StoreFailed if no process has served a flow of this name with a schedule, the instant
   *     is not one of the schedule, or it has passed
   */
  public void skip(String flow, Instant instant, String by, String why) {
    FlowSchedule schedule = find(flow).orElseThrow(() -> noSchedule(flow));
    if (schedule.schedule().at(instant).isEmpty()) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "the schedule of flow '" + flow + "'",
          "%s is no time of the schedule of flow '%s'; its next times are %s"
              .formatted(instant, flow, next(schedule)),
          "give one of its times",
          null);
    }
    boolean written =
        instant.isAfter(clock.instant())
            && writes.now(connection -> skip(connection, flow, instant, by, why));
    if (!written) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "the schedule of flow '" + flow + "'",
          "%s has passed, and the schedule of flow '%s' has handled it".formatted(instant, flow),
          "only a time in the future can be left out",
          null);
    }
    String reason = why.isEmpty() ? "" : ": " + why;
    LOG.atInfo().addKeyValue("flow", flow).log("{} is left out by '{}'{}", instant, by, reason);
  }

  private String next(FlowSchedule schedule) {
    return schedule.schedule().next(3, clock.instant()).stream()
        .map(Occurrence::at)
        .map(Instant::toString)
        .collect(Collectors.joining(", "));
  }

  private boolean skip(Connection connection, String flow, Instant instant, String by, String why)
      throws SQLException {
    // Locks the schedule, so that no process makes a run of the instant at the same time.
    try (PreparedStatement lock =
        connection.prepareStatement(
            "UPDATE schedule_place SET turns = turns WHERE flow = ? AND handled < ?")) {
      Sql.bind(lock, StorableText.plain(flow), Micros.micros(instant));
      if (lock.executeUpdate() == 0) {
        return false;
      }
    }
    return Sql.update(
            connection,
            """
            INSERT INTO skipped_instant (flow, instant, author, why, time) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (flow, instant)
            DO UPDATE SET author = excluded.author, why = excluded.why, time = excluded.time
            """,
            StorableText.plain(flow),
            Micros.micros(instant),
            StorableText.plain(by),
            StorableText.plain(why),
            Micros.micros(clock.instant()))
        > 0;
  }

  /**
   * Takes back that an instant is left out.
   *
   * @return false if it was not left out
   */
  public boolean unskip(String flow, Instant instant) {
    return writes.now(connection ->
        Sql.update(
            connection,
            "DELETE FROM skipped_instant WHERE flow = ? AND instant = ?",
            StorableText.plain(flow),
            Micros.micros(instant)))
        > 0;
  }

  /** Returns the error that there is no such schedule. */
  public static StoreFailed noSchedule(String id) {
    return new StoreFailed(
        ErrorCode.NOT_FOUND,
        "the schedule of flow '" + id + "'",
        "there is no schedule '%s' here, and no process has served a flow '%s' with one"
            .formatted(id, id),
        "list the schedules to see the flows that have one",
        null);
  }
}
