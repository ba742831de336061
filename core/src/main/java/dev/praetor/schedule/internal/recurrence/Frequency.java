package dev.praetor.schedule.internal.recurrence;

/** The length of the periods of a recurrence rule, the FREQ of iCalendar, longest first. */
public enum Frequency {
  YEARLY,
  MONTHLY,
  WEEKLY,
  DAILY,
  HOURLY,
  MINUTELY,
  SECONDLY;

  /** Returns whether the periods are shorter than a day. */
  public boolean isOfTime() {
    return compareTo(DAILY) > 0;
  }

  boolean isShorterThan(Frequency other) {
    return compareTo(other) > 0;
  }
}
