package dev.praetor.schedule;

/**
 * A clock that ticks by a recurrence rule of iCalendar (RFC 5545), counted from its start.
 * Immutable.
 *
 * <p>The start is the DTSTART of iCalendar: it gives the time of day and everything else that the
 * rule leaves open, and is itself a tick only if the rule matches it. The default start is midnight
 * of Monday, 1 January 2001, in the zone of the clock. Rules follow the local calendar, with the
 * same treatment of gaps and overlaps as cron expressions; only a rule of hours, minutes or seconds
 * that restricts neither hours nor days counts elapsed time.
 *
 * @param rule the recurrence rule
 * @param terms the zone, start, end and parameters
 */
public record RecurrenceClock(Recurrence rule, ClockTerms terms) implements ScheduleClock {
  @Override
  public RecurrenceClock withTerms(ClockTerms other) {
    return new RecurrenceClock(rule, other);
  }
}
