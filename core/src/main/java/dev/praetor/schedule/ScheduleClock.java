package dev.praetor.schedule;

import dev.praetor.schedule.internal.ticks.Ticks;
import dev.praetor.schedule.internal.time.ZoneNames;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * A source of times in a schedule: a cron expression, an interval, a list of dates or a recurrence
 * rule, with its own zone, start, end and parameters.
 *
 * <pre>{@code
 * cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC")
 * }</pre>
 *
 * <p>The ticks are strictly ascending, also across daylight saving changes: a local time that does
 * not exist becomes the first moment after the gap, a local time that occurs twice its first
 * occurrence.
 *
 * <p>Immutable: every method that changes a clock returns a new one. Not to be confused with {@link
 * java.time.Clock}, which provides the current time.
 */
public sealed interface ScheduleClock
    permits CronClock, IntervalClock, DatesClock, RecurrenceClock {

  /** Returns the zone, start, end and parameters. */
  ClockTerms terms();

  /** Returns the same clock with other terms. */
  ScheduleClock withTerms(ClockTerms terms);

  /**
   * Returns the same clock in another zone.
   *
   * @param zone the id of a region, such as {@code Europe/Berlin}, or {@code UTC}
   * @throws InvalidSchedule if the zone is unknown or an offset, such as {@code +02:00}
   */
  default ScheduleClock in(String zone) {
    return in(ZoneNames.parse(Objects.requireNonNull(zone, "the zone is null")));
  }

  /**
   * Returns the same clock in another zone.
   *
   * @throws InvalidSchedule if the zone is an offset other than UTC
   */
  default ScheduleClock in(ZoneId zone) {
    return withTerms(terms().withZone(zone));
  }

  /**
   * Returns the same clock, which gives one more parameter to its runs.
   *
   * @param value text, a number, true or false, or a list or map of these
   * @throws InvalidSchedule if the value has another type
   */
  default ScheduleClock with(String parameter, Object value) {
    return withTerms(terms().withParameter(parameter, value));
  }

  /**
   * Returns the same clock, which does not tick before this instant. Intervals are counted from it.
   */
  default ScheduleClock starting(Instant start) {
    return withTerms(terms().withStart(new Moment.At(start)));
  }

  /**
   * Returns the same clock, which does not tick before this local time of its zone. Intervals are
   * counted from it.
   */
  default ScheduleClock starting(LocalDateTime start) {
    return withTerms(terms().withStart(new Moment.Local(start)));
  }

  /** Returns the same clock, which does not tick after this instant. */
  default ScheduleClock ending(Instant end) {
    return withTerms(terms().withEnd(new Moment.At(end)));
  }

  /** Returns the same clock, which does not tick after this local time of its zone. */
  default ScheduleClock ending(LocalDateTime end) {
    return withTerms(terms().withEnd(new Moment.Local(end)));
  }

  /** Returns the first tick strictly after an instant; empty if the clock does not tick again. */
  default Optional<Instant> next(Instant after) {
    return Optional.ofNullable(Ticks.of(this).after(after));
  }
}
