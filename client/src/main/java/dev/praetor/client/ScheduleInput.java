package dev.praetor.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that is to be added, or the change of one. Immutable; each method that adds something
 * returns a changed copy.
 *
 * @param terms the arguments of {@code addSchedule} and {@code updateSchedule} by name; null
 *     removes what a schedule had
 */
public record ScheduleInput(Map<String, @Nullable Object> terms) {
  public ScheduleInput {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  /** Returns a change that changes nothing yet. */
  public static ScheduleInput unchanged() {
    return new ScheduleInput(Map.of());
  }

  /** Returns a schedule with the times of a cron expression. */
  public static ScheduleInput cron(String expression) {
    return unchanged().and("cron", expression);
  }

  /** Returns a schedule with a time after each interval. */
  public static ScheduleInput every(Duration interval) {
    return unchanged().and("every", interval.toString());
  }

  /** Returns a schedule with single times. */
  public static ScheduleInput dates(List<Instant> times) {
    return unchanged().and("dates", times.stream().map(Instant::toString).toList());
  }

  /** Returns a schedule with the times of a recurrence rule of iCalendar. */
  public static ScheduleInput rrule(String rule) {
    return unchanged().and("rrule", rule);
  }

  /** Returns a copy in a zone, such as {@code Europe/Berlin}. */
  public ScheduleInput in(String zone) {
    return and("zone", zone);
  }

  /** Returns a copy that begins at a time; null for no beginning. */
  public ScheduleInput start(@Nullable Instant first) {
    return and("start", first == null ? null : first.toString());
  }

  /** Returns a copy that ends at a time; null for no end. */
  public ScheduleInput end(@Nullable Instant last) {
    return and("end", last == null ? null : last.toString());
  }

  /** Returns a copy with the parameters of its runs, all of them. */
  public ScheduleInput parameters(Map<String, ?> values) {
    return and("parameters", values);
  }

  /** Returns a copy with a rule for missed times: none, latest, all, or a length as ISO 8601. */
  public ScheduleInput catchUp(String rule) {
    return and("catchUp", rule);
  }

  /** Returns a copy with a rule for overlapping runs: ALLOW, SKIP, QUEUE or CANCEL_OLD. */
  public ScheduleInput overlap(String rule) {
    return and("overlap", rule);
  }

  /** Returns a copy with an argument of a name; null removes what a schedule had. */
  public ScheduleInput and(String name, @Nullable Object value) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(terms);
    all.put(name, value);
    return new ScheduleInput(all);
  }
}
