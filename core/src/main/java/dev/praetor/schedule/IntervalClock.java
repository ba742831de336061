package dev.praetor.schedule;

import java.time.Duration;

/**
 * A clock that ticks once in each interval, counted from its start, which is itself a tick.
 * Immutable.
 *
 * <p>An interval of whole days, a multiple of 24 hours, keeps the local time of its start across
 * daylight saving changes. Any other interval counts elapsed time. Without a start, intervals are
 * counted, forwards and backwards, from the first moment of Monday, 1 January 2001, in the zone of
 * the clock: an hourly clock ticks on the hour, a daily clock at midnight, a weekly clock at
 * midnight on Mondays.
 *
 * @param interval the interval, 1 millisecond to 36,525 days
 * @param terms the zone, start, end and parameters
 */
public record IntervalClock(Duration interval, ClockTerms terms) implements ScheduleClock {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(36_525);

  /**
   * Checks the interval.
   *
   * @throws InvalidSchedule if the interval is too short or too long
   */
  public IntervalClock {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new InvalidSchedule(
          "an interval of %s is out of range: it must be from 1 millisecond to 36,525 days"
              .formatted(interval));
    }
  }

  @Override
  public IntervalClock withTerms(ClockTerms other) {
    return new IntervalClock(interval, other);
  }

  /** Returns whether the interval is a number of whole days and therefore keeps the local time. */
  public boolean isWholeDays() {
    return interval.equals(Duration.ofDays(interval.toDays()));
  }
}
