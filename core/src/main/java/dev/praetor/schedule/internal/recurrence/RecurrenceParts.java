package dev.praetor.schedule.internal.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a recurrence rule. A part that the rule does not have is 0 or empty. In the sets of
 * months, hours, minutes and seconds bit n stands for value n.
 *
 * @param frequency the length of a period
 * @param interval the number of periods from one period with times to the next
 * @param count the number of times of the whole rule, or 0
 * @param end the last possible time, or null
 * @param weekStart the first day of the week
 * @param months the months of BYMONTH, bits 1 to 12
 * @param weeks the weeks of the year of BYWEEKNO
 * @param yearDays the days of the year of BYYEARDAY
 * @param monthDays the days of the month of BYMONTHDAY
 * @param weekdays the weekdays of BYDAY
 * @param hours the hours of BYHOUR, bits 0 to 23
 * @param minutes the minutes of BYMINUTE, bits 0 to 59
 * @param seconds the seconds of BYSECOND, bits 0 to 59; a leap second counts as second 59
 * @param positions the positions within the times of a period of BYSETPOS
 */
public record RecurrenceParts(
    Frequency frequency,
    int interval,
    int count,
    @Nullable RuleEnd end,
    DayOfWeek weekStart,
    int months,
    Positions weeks,
    Positions yearDays,
    Positions monthDays,
    List<NumberedWeekday> weekdays,
    int hours,
    long minutes,
    long seconds,
    Positions positions) {

  private static final int ALL_HOURS = (1 << 24) - 1;
  private static final long ALL_OF_SIXTY = (1L << 60) - 1;

  /**
   * Returns whether the rule counts elapsed time: its periods are hours, minutes or seconds, and it
   * restricts neither hours nor days.
   */
  public boolean countsElapsedTime() {
    return frequency.isOfTime()
        && months == 0
        && yearDays.isEmpty()
        && monthDays.isEmpty()
        && weekdays.isEmpty()
        && hours == 0
        && positions.isEmpty();
  }

  /**
   * Returns the rule with everything that it leaves open taken from its start, the DTSTART of
   * iCalendar. Afterwards an empty part of days restricts nothing, and the parts of the time of day
   * are complete.
   */
  RecurrenceParts completedFrom(LocalDateTime start) {
    boolean noDays = yearDays.isEmpty() && monthDays.isEmpty() && weekdays.isEmpty();
    boolean dayOfMonth =
        noDays
            && (frequency == Frequency.MONTHLY
                || (frequency == Frequency.YEARLY && weeks.isEmpty()));
    boolean weekday =
        noDays
            && (frequency == Frequency.WEEKLY
                || (frequency == Frequency.YEARLY && !weeks.isEmpty()));
    boolean month = frequency == Frequency.YEARLY && dayOfMonth && months == 0;
    return new RecurrenceParts(
        frequency,
        interval,
        count,
        end,
        weekStart,
        month ? 1 << start.getMonthValue() : months,
        weeks,
        yearDays,
        dayOfMonth ? Positions.of(List.of(start.getDayOfMonth())) : monthDays,
        weekday ? List.of(new NumberedWeekday(start.getDayOfWeek(), 0)) : weekdays,
        hours != 0 ? hours : frequency.isOfTime() ? ALL_HOURS : 1 << start.getHour(),
        sixty(minutes, Frequency.HOURLY, start.getMinute()),
        sixty(seconds, Frequency.MINUTELY, start.getSecond()),
        positions);
  }

  private long sixty(long given, Frequency longest, int fromStart) {
    if (given != 0) {
      return given;
    }
    return frequency.isShorterThan(longest) ? ALL_OF_SIXTY : 1L << fromStart;
  }
}
