package dev.praetor.schedule.internal.time;

/**
 * Times of the day: all combinations of the given hours, minutes and seconds.
 *
 * @param hours the hours, bits 0 to 23
 * @param minutes the minutes, bits 0 to 59
 * @param seconds the seconds, bits 0 to 59
 */
public record TimesOfDay(int hours, long minutes, long seconds) {

  /** Returns the first time, as a second of the day. */
  public int first() {
    return Integer.numberOfTrailingZeros(hours) * 3600 + firstOfHour();
  }

  private int firstOfHour() {
    return Long.numberOfTrailingZeros(minutes) * 60 + Long.numberOfTrailingZeros(seconds);
  }

  /** Returns the first time at or after the given second of the day, or -1. */
  public int from(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    int second = secondOfDay % 60;
    if ((hours & 1 << hour) != 0) {
      if ((minutes & 1L << minute) != 0) {
        long secondsLeft = seconds & -1L << second;
        if (secondsLeft != 0) {
          return hour * 3600 + minute * 60 + Long.numberOfTrailingZeros(secondsLeft);
        }
      }
      long minutesLeft = minutes & -2L << minute;
      if (minutesLeft != 0) {
        return hour * 3600
            + Long.numberOfTrailingZeros(minutesLeft) * 60
            + Long.numberOfTrailingZeros(seconds);
      }
    }
    int hoursLeft = hours & -2 << hour;
    return hoursLeft == 0 ? -1 : Integer.numberOfTrailingZeros(hoursLeft) * 3600 + firstOfHour();
  }
}
