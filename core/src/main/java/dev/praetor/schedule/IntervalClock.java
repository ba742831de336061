package dev.praetor.schedule;

import java.time.Duration;

/**
 * Ticks once an interval, counted from its start, which is itself a tick.
 *
 * <p>An interval of whole days, a multiple of 24 hours, keeps the local time of its start through
 * changes of the clock. Any other counts elapsed time. Without a start it is counted, forwards and
 * backwards, from the first moment of Monday, 1 January 2001, in its zone: an hour ticks on the
 * hour, a day at midnight, a week at midnight on Mondays.
 *
 * @param interval from one millisecond to 36,525 days
 */
public record IntervalClock(Duration interval, ClockTerms terms) implements ScheduleClock {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(36_525);

  /**
   * Checks the interval.
   *
   * @throws InvalidSchedule if it is too short or too long
   */
  public IntervalClock {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new InvalidSchedule(
          "an interval of %s cannot be kept: it must be from 1 millisecond to 36,525 days"
              .formatted(interval));
    }
  }

  @Override
  public IntervalClock withTerms(ClockTerms other) {
    return new IntervalClock(interval, other);
  }

  /** Whether the interval is a number of whole days, and so keeps local time. */
  public boolean isWholeDays() {
    return interval.equals(Duration.ofDays(interval.toDays()));
  }
}
