package dev.praetor.schedule;

import dev.praetor.Schedule;
import dev.praetor.schedule.internal.json.ScheduleReader;
import dev.praetor.schedule.internal.json.ScheduleWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schedules as JSON trees: maps, lists, text, numbers and booleans, which any JSON library writes
 * and reads. What is written and read again is equal to what it was.
 *
 * <pre>{@code
 * {"clocks": [{"cron": "30 8 * * MON-FRI", "zone": "America/New_York",
 *              "parameters": {"office": "DC"}}],
 *  "filter": {"not": {"dates": ["2026-12-25"]}},
 *  "catchUp": "latest", "overlap": "allow"}
 * }</pre>
 *
 * <p>A clock is {@code cron}, {@code every} (an ISO 8601 duration), {@code dates} or {@code rrule},
 * with {@code zone}, {@code start}, {@code end} and {@code parameters}. A filter is {@code
 * daysOfWeek}, {@code monthStart}, {@code monthEnd}, {@code betweenDates}, {@code betweenTimes},
 * {@code dates}, {@code not}, {@code all} or {@code any}. An adjustment is {@code nextWeekday} or
 * {@code shift}. Catch-up is {@code none}, {@code latest}, {@code all} or {@code {"within": …}}.
 */
public final class ScheduleJson {
  private ScheduleJson() {}

  /** The tree of a schedule. */
  public static Map<String, Object> toTree(Schedule schedule) {
    return ScheduleWriter.write(schedule);
  }

  /**
   * The schedule of a tree.
   *
   * @throws InvalidSchedule with every problem and the path to it, such as {@code
   *     $.clocks[1].zone}, if the tree is not the tree of a schedule
   */
  public static Schedule fromTree(@Nullable Object tree) {
    return new ScheduleReader().read(tree);
  }
}
