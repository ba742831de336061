package dev.praetor.schedule;

import dev.praetor.schedule.internal.ticks.Ticks;
import dev.praetor.schedule.internal.time.ZoneNames;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * One source of times in a schedule: a cron expression, an interval, a list of dates or a
 * recurrence rule, with a zone, a start, an end and parameters of its own.
 *
 * <pre>{@code
 * cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC")
 * }</pre>
 *
 * <p>Its ticks rise strictly, whatever the clocks of its zone do: a local time that a change leaves
 * out becomes the first moment after the gap, one that comes twice is its first occurrence.
 *
 * <p>Immutable: every method gives a new clock. Not to be confused with {@link java.time.Clock},
 * which tells what time it is now.
 */
public sealed interface ScheduleClock
    permits CronClock, IntervalClock, DatesClock, RecurrenceClock {

  /** Zone, start, end and parameters. */
  ClockTerms terms();

  /** The same times under other terms. */
  ScheduleClock withTerms(ClockTerms terms);

  /**
   * The same clock in a zone.
   *
   * @param zone the id of a region, such as {@code Europe/Berlin}, or {@code UTC}
   * @throws InvalidSchedule if it is not known or a mere offset, such as {@code +02:00}
   */
  default ScheduleClock in(String zone) {
    return in(ZoneNames.parse(Objects.requireNonNull(zone, "the zone is null")));
  }

  /**
   * The same clock in a zone.
   *
   * @throws InvalidSchedule if the zone is a mere offset other than UTC
   */
  default ScheduleClock in(ZoneId zone) {
    return withTerms(terms().withZone(zone));
  }

  /**
   * The same clock, which gives its runs one parameter more.
   *
   * @param value text, a number, true or false, or a list or map of these
   * @throws InvalidSchedule if the value is none of these
   */
  default ScheduleClock with(String parameter, Object value) {
    return withTerms(terms().withParameter(parameter, value));
  }

  /** The same clock, which does not tick before this moment. An interval is counted from it. */
  default ScheduleClock starting(Instant start) {
    return withTerms(terms().withStart(new Moment.At(start)));
  }

  /** The same clock, which does not tick before this local time of its zone. */
  default ScheduleClock starting(LocalDateTime start) {
    return withTerms(terms().withStart(new Moment.Local(start)));
  }

  /** The same clock, which does not tick after this moment. */
  default ScheduleClock ending(Instant end) {
    return withTerms(terms().withEnd(new Moment.At(end)));
  }

  /** The same clock, which does not tick after this local time of its zone. */
  default ScheduleClock ending(LocalDateTime end) {
    return withTerms(terms().withEnd(new Moment.Local(end)));
  }

  /** The first tick strictly after a moment; empty when the clock does not tick again. */
  default Optional<Instant> next(Instant after) {
    return Optional.ofNullable(Ticks.of(this).after(after));
  }
}
