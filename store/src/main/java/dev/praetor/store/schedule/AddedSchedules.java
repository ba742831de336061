package dev.praetor.store.schedule;

import dev.praetor.ErrorCode;
import dev.praetor.Schedule;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.SchedulesJson;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.WriteQueue;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules that people add to flows. They belong to the flow, and outlive its versions.
 * Thread-safe.
 */
public final class AddedSchedules {
  private static final Logger LOG = LoggerFactory.getLogger(AddedSchedules.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String DIGITS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 5;

  private final Schedules schedules;
  private final WriteQueue writes;
  private final InstantSource clock;

  public AddedSchedules(Schedules schedules, WriteQueue writes, InstantSource clock) {
    this.schedules = schedules;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Adds a schedule to a flow. Its first occurrence is the first one after now.
   *
   * @param by the person who adds it; may be empty
   * @return the id of the schedule
   */
  public String add(String flow, Schedule schedule, String by) {
    long now = Micros.micros(clock.instant());
    String id;
    do {
      id = StorableText.plain(flow) + "#" + random();
    } while (!write(id, flow, schedule, by, now));
    LOG.atInfo()
        .addKeyValue("flow", flow)
        .log("schedule {} is added by '{}': {}", id, by, schedule.explain());
    return id;
  }

  private static String random() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return text.toString();
  }

  private boolean write(String id, String flow, Schedule schedule, String by, long now) {
    String json = SchedulesJson.write(schedule);
    return writes.now(
        connection -> {
          Sql.update(
              connection,
              """
              INSERT INTO schedule_place (flow, handled, schedule, owner, author, added, revision)
              VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
              """,
              id,
              now,
              json,
              StorableText.plain(flow),
              StorableText.plain(by),
              now,
              now);
          return isOwn(connection, id, now);
        },
        Topic.FLOWS);
  }

  /** Returns whether the row was added by this call, in this try or in one before. */
  private static boolean isOwn(Connection connection, String id, long added) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM schedule_place WHERE flow = ? AND owner IS NOT NULL AND added = ?")) {
      Sql.bind(select, id, added);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Changes a schedule that was added, for every occurrence that was not made yet. If its times are
   * others than before, it continues from now.
   *
   * @throws StoreFailed if there is no such schedule, or it is in the code of its flow
   */
  public void update(String id, Schedule schedule, String by) {
    FlowSchedule before = require(id);
    String json = SchedulesJson.write(schedule);
    long now = Micros.micros(clock.instant());
    boolean keeps = SchedulesJson.haveSameTimes(SchedulesJson.write(before.schedule()), json);
    int changed =
        writes.now(
            connection ->
                Sql.update(
                    connection,
                    """
                    UPDATE schedule_place SET schedule = ?, revision = ?,
                      handled = CASE WHEN handled < ? THEN ? ELSE handled END
                    WHERE flow = ? AND owner IS NOT NULL
                    """,
                    json,
                    now,
                    keeps ? 0L : now,
                    keeps ? 0L : now,
                    StorableText.plain(id)),
            Topic.FLOWS);
    if (changed == 0) {
      throw Schedules.noSchedule(id);
    }
    LOG.atInfo()
        .addKeyValue("flow", before.flow())
        .log("schedule {} is changed by '{}': {}", id, by, schedule.explain());
  }

  /**
   * Deletes a schedule that was added. Runs that it made stay.
   *
   * @throws StoreFailed if there is no such schedule, or it is in the code of its flow
   */
  public void delete(String id, String by) {
    FlowSchedule before = require(id);
    int _ =
        writes.now(
            connection -> {
              Sql.update(
                  connection, "DELETE FROM skipped_instant WHERE flow = ?", StorableText.plain(id));
              return Sql.update(
                  connection,
                  "DELETE FROM schedule_place WHERE flow = ? AND owner IS NOT NULL",
                  StorableText.plain(id));
            },
            Topic.FLOWS);
    LOG.atInfo().addKeyValue("flow", before.flow()).log("schedule {} is deleted by '{}'", id, by);
  }

  /** Returns a schedule that was added. */
  private FlowSchedule require(String id) {
    FlowSchedule found = schedules.find(id).orElseThrow(() -> Schedules.noSchedule(id));
    if (found.added().isEmpty()) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "the schedule of flow '" + id + "'",
          "the schedule '%s' is in the code of its flow".formatted(id),
          "register a version with another schedule, or pause it");
    }
    return found;
  }
}
