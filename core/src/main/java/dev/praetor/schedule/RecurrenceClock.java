package dev.praetor.schedule;

/**
 * Ticks by a recurrence rule of iCalendar (RFC 5545), counted from its start.
 *
 * <p>The start is what iCalendar calls DTSTART: it gives the time of day and whatever else the rule
 * leaves open, and ticks only if the rule names it. Without a start it is midnight of Monday, 1
 * January 2001, in the clock's zone. Rules walk the local calendar, with the same gap and overlap
 * rules as cron; only a rule of hours, minutes or seconds that restricts neither hours nor days
 * counts elapsed time.
 */
public record RecurrenceClock(Recurrence rule, ClockTerms terms) implements ScheduleClock {
  @Override
  public RecurrenceClock withTerms(ClockTerms other) {
    return new RecurrenceClock(rule, other);
  }
}
