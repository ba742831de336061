package dev.praetor.schedule;

import dev.praetor.Schedule;
import dev.praetor.schedule.internal.json.ScheduleReader;
import dev.praetor.schedule.internal.json.ScheduleWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversion between schedules and JSON trees: maps, lists, text, numbers and booleans, which any
 * JSON library can write and read. A schedule that is written and read again is equal to the
 * original.
 *
 * <pre>{@code
 * {"clocks": [{"cron": "30 8 * * MON-FRI", "zone": "America/New_York",
 *              "parameters": {"office": "DC"}}],
 *  "filter": {"not": {"dates": ["2026-12-25"]}},
 *  "catchUp": "latest", "overlap": "allow"}
 * }</pre>
 *
 * <p>A clock has one of {@code cron}, {@code every} (an ISO 8601 duration), {@code dates} or {@code
 * rrule}, and optionally {@code zone}, {@code start}, {@code end} and {@code parameters}. A filter
 * is one of {@code daysOfWeek}, {@code monthStart}, {@code monthEnd}, {@code betweenDates}, {@code
 * betweenTimes}, {@code dates}, {@code not}, {@code all} or {@code any}. An adjustment is one of
 * {@code nextWeekday} and {@code shift}. The value of {@code catchUp} is {@code none}, {@code
 * latest}, {@code all} or {@code {"within": …}}.
 */
public final class ScheduleJson {
  private ScheduleJson() {}

  /** Returns the tree of a schedule. */
  public static Map<String, Object> toTree(Schedule schedule) {
    return ScheduleWriter.write(schedule);
  }

  /**
   * Returns the schedule of a tree.
   *
   * @throws InvalidSchedule if the tree is not the tree of a schedule; has all problems with their
   *     paths, such as {@code $.clocks[1].zone}
   */
  public static Schedule fromTree(@Nullable Object tree) {
    return new ScheduleReader().read(tree);
  }
}
