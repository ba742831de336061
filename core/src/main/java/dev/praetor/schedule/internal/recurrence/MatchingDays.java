package dev.praetor.schedule.internal.recurrence;

import java.time.LocalDate;
import java.time.temporal.TemporalField;
import java.time.temporal.WeekFields;

/**
 * The days that a rule admits: the days that match each of its parts of days. A numbered weekday
 * counts within the month if the rule is monthly or names months, otherwise within the year.
 * Immutable.
 */
final class MatchingDays {
  private static final int DAYS_OF_FIRST_WEEK = 4;

  private final RecurrenceParts parts;
  private final TemporalField week;

  MatchingDays(RecurrenceParts parts) {
    this.parts = parts;
    this.week = WeekFields.of(parts.weekStart(), DAYS_OF_FIRST_WEEK).weekOfWeekBasedYear();
  }

  boolean admits(LocalDate date) {
    return (parts.months() == 0 || (parts.months() & 1 << date.getMonthValue()) != 0)
        && parts.monthDays().admits(date.getDayOfMonth(), date.lengthOfMonth())
        && parts.yearDays().admits(date.getDayOfYear(), date.lengthOfYear())
        && admitsWeekday(date)
        && admitsWeek(date);
  }

  private boolean admitsWeekday(LocalDate date) {
    if (parts.weekdays().isEmpty()) {
      return true;
    }
    boolean ofMonth = parts.frequency() == Frequency.MONTHLY || parts.months() != 0;
    int position = ofMonth ? date.getDayOfMonth() : date.getDayOfYear();
    int length = ofMonth ? date.lengthOfMonth() : date.lengthOfYear();
    for (NumberedWeekday weekday : parts.weekdays()) {
      if (weekday.admits(date.getDayOfWeek(), position, length)) {
        return true;
      }
    }
    return false;
  }

  private boolean admitsWeek(LocalDate date) {
    return parts.weeks().isEmpty()
        || parts.weeks().contains(date.get(week), (int) date.range(week).getMaximum());
  }
}
