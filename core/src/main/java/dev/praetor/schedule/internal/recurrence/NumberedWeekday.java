package dev.praetor.schedule.internal.recurrence;

import java.time.DayOfWeek;

/**
 * A weekday of BYDAY.
 *
 * @param day the day of the week
 * @param number the number of the day within the month or year, counted from the end if negative,
 *     or 0 for every such day
 */
record NumberedWeekday(DayOfWeek day, int number) {

  /**
   * Returns whether a date is such a day.
   *
   * @param weekday the date's day of the week
   * @param position the date's day of the month or year, from 1 on
   * @param length the number of days of the month or year
   */
  boolean admits(DayOfWeek weekday, int position, int length) {
    if (weekday != day) {
      return false;
    }
    return number == 0 || number == (position + 6) / 7 || number == -((length - position + 7) / 7);
  }
}
