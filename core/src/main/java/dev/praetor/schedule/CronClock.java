package dev.praetor.schedule;

/**
 * A clock that ticks by a cron expression. Immutable.
 *
 * <p>If the hour field covers every hour, however it is written, the clock ticks whenever the local
 * time matches, also across daylight saving changes: no elapsed hour is omitted or doubled. Any
 * other expression follows the local calendar: all matching times in a gap tick once together, at
 * the first moment after the gap, and a matching time that occurs twice ticks at its first
 * occurrence. The day fields are matched against the day of the local time in the expression, even
 * if a gap moves the tick to the next day.
 *
 * @param expression the cron expression
 * @param terms the zone, start, end and parameters
 */
public record CronClock(CronExpression expression, ClockTerms terms) implements ScheduleClock {
  @Override
  public CronClock withTerms(ClockTerms other) {
    return new CronClock(expression, other);
  }
}
