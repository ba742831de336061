package dev.praetor.schedule.internal.cron;

import dev.praetor.schedule.internal.time.Horizon;
import java.time.LocalDate;

/**
 * The two day fields of a cron expression together.
 *
 * @param bothMustMatch true if one of the two fields begins with {@code *} or {@code ?}; otherwise
 *     a day matches if either field matches
 */
public record CronDays(DaysOfMonth daysOfMonth, DaysOfWeek daysOfWeek, boolean bothMustMatch) {

  /** Returns the matching days of a month: bit n stands for the n-th day. */
  int in(int length, int firstWeekday) {
    int byMonth = daysOfMonth.in(length, firstWeekday);
    int byWeek = daysOfWeek.in(length, firstWeekday);
    return bothMustMatch ? byMonth & byWeek : byMonth | byWeek;
  }

  /**
   * Returns the first matching day at or after the given day, in days since 1970-01-01, or {@link
   * Horizon#NEVER}.
   */
  long from(long epochDay, int months) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    int month = date.getMonthValue();
    int day = date.getDayOfMonth();
    for (int year = date.getYear(); year <= Horizon.LAST_YEAR; year++) {
      for (int left = months & -1 << month; left != 0; left &= left - 1) {
        int candidate = Integer.numberOfTrailingZeros(left);
        LocalDate first = LocalDate.of(year, candidate, 1);
        int matching = in(first.lengthOfMonth(), weekday(first.toEpochDay()));
        if (candidate == month) {
          matching &= -1 << day;
        }
        if (matching != 0) {
          return first.toEpochDay() + Integer.numberOfTrailingZeros(matching) - 1;
        }
      }
      month = 1;
      day = 1;
    }
    return Horizon.NEVER;
  }

  /** Returns the day of the week of a day counted from 1970-01-01; Sunday is 0. */
  static int weekday(long epochDay) {
    return (int) Math.floorMod(epochDay + 4, 7L);
  }

  /** Returns the bits 1 to {@code length}. */
  public static int daysUpTo(int length) {
    return (-1 >>> (31 - length)) & ~1;
  }

  /**
   * The day-of-month field.
   *
   * @param plain the days by number: bit n for day n
   * @param beforeLast the days counted from the end: bit n for the day n days before the last day;
   *     bit 0 is {@code L}, bit 3 {@code L-3}
   * @param nearestWeekday the weekdays nearest to a day: bit n for {@code nW}, the day from Monday
   *     to Friday nearest to day n within the month; a month without a day n has no such day
   * @param lastWeekday true for {@code LW}, the last day of the month that is neither Saturday nor
   *     Sunday
   */
  public record DaysOfMonth(int plain, int beforeLast, int nearestWeekday, boolean lastWeekday) {

    int in(int length, int firstWeekday) {
      int month = daysUpTo(length);
      int days = plain & month;
      for (int left = beforeLast; left != 0; left &= left - 1) {
        int day = length - Integer.numberOfTrailingZeros(left);
        days |= day >= 1 ? 1 << day : 0;
      }
      for (int left = nearestWeekday & month; left != 0; left &= left - 1) {
        days |= 1 << nearest(Integer.numberOfTrailingZeros(left), length, firstWeekday);
      }
      return lastWeekday ? days | 1 << lastWeekdayOf(length, firstWeekday) : days;
    }

    private static int nearest(int day, int length, int firstWeekday) {
      return switch ((firstWeekday + day - 1) % 7) {
        case 6 -> day == 1 ? 3 : day - 1;
        case 0 -> day == length ? day - 2 : day + 1;
        default -> day;
      };
    }

    private static int lastWeekdayOf(int length, int firstWeekday) {
      return switch ((firstWeekday + length - 1) % 7) {
        case 6 -> length - 1;
        case 0 -> length - 2;
        default -> length;
      };
    }
  }

  /**
   * The day-of-week field; Sunday is 0.
   *
   * @param plain the weekdays: bit w for weekday w
   * @param numbered the numbered weekdays: bit 5w + n - 1 for the n-th weekday w of the month
   * @param last the last weekdays: bit w for the last weekday w of the month
   */
  public record DaysOfWeek(int plain, long numbered, int last) {
    private static final int EVERY_DAY = 0x7f;

    int in(int length, int firstWeekday) {
      int month = daysUpTo(length);
      if (plain == EVERY_DAY) {
        return month;
      }
      int days = 0;
      for (int left = plain; left != 0; left &= left - 1) {
        int first = firstOf(Integer.numberOfTrailingZeros(left), firstWeekday);
        days |= 0x10204081 << first;
      }
      for (long left = numbered; left != 0; left &= left - 1) {
        int bit = Long.numberOfTrailingZeros(left);
        int day = firstOf(bit / 5, firstWeekday) + bit % 5 * 7;
        days |= day <= length ? 1 << day : 0;
      }
      for (int left = last; left != 0; left &= left - 1) {
        int first = firstOf(Integer.numberOfTrailingZeros(left), firstWeekday);
        days |= 1 << (first + (length - first) / 7 * 7);
      }
      return days & month;
    }

    private static int firstOf(int weekday, int firstWeekday) {
      return 1 + Math.floorMod(weekday - firstWeekday, 7);
    }
  }
}
