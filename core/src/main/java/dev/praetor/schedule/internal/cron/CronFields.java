package dev.praetor.schedule.internal.cron;

import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TimesOfDay;

/**
 * The fields of a cron expression as bit sets, in which bit n stands for value n.
 *
 * @param seconds the seconds, bits 0 to 59
 * @param minutes the minutes, bits 0 to 59
 * @param hours the hours, bits 0 to 23
 * @param months the months, bits 1 to 12
 * @param days the two day fields
 * @param hasSeconds true if the expression was written with six fields
 */
public record CronFields(
    long seconds, long minutes, int hours, int months, CronDays days, boolean hasSeconds) {

  static final int ALL_HOURS = (1 << 24) - 1;
  private static final int SECONDS_A_DAY = 86_400;

  public boolean coversEveryHour() {
    return hours == ALL_HOURS;
  }

  private TimesOfDay times() {
    return new TimesOfDay(hours, minutes, seconds);
  }

  /**
   * Returns the first matching second of the local calendar at or after the given second, both
   * counted from 1970-01-01T00:00 on that calendar; {@link Horizon#NEVER} beyond the end of the
   * calendar.
   */
  public long from(long localSecond) {
    long day = Math.floorDiv(localSecond, (long) SECONDS_A_DAY);
    long matching = days.from(day, months);
    if (matching == day) {
      int time = times().from((int) Math.floorMod(localSecond, (long) SECONDS_A_DAY));
      if (time >= 0) {
        return day * SECONDS_A_DAY + time;
      }
      matching = days.from(day + 1, months);
    }
    return matching == Horizon.NEVER ? Horizon.NEVER : matching * SECONDS_A_DAY + times().first();
  }
}
