package dev.praetor.schedule;

/**
 * Ticks by a cron expression.
 *
 * <p>Where the hour field covers every hour, however it is written, the clock ticks whenever the
 * local time matches, through changes of the clock too: no hour comes twice at once, none is left
 * out. Any other expression walks the local calendar: what falls into a gap ticks once, at the
 * first moment after it, several such times together; what comes twice ticks at its first
 * occurrence. The day fields are matched with the day that was asked for, even where a gap moves
 * the tick into the next.
 */
public record CronClock(CronExpression expression, ClockTerms terms) implements ScheduleClock {
  @Override
  public CronClock withTerms(ClockTerms other) {
    return new CronClock(expression, other);
  }
}
