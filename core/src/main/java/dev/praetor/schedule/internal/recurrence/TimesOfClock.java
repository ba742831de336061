package dev.praetor.schedule.internal.recurrence;

import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TimesOfDay;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The times of a rule whose periods are hours, minutes or seconds: the periods in step with the
 * start that are admitted, at the same offsets within each. For one thread.
 */
final class TimesOfClock implements LocalTimes {
  private static final int DAY = 86_400;

  private final RecurrenceParts parts;
  private final long start;
  private final MatchingDays days;

  /** The length of a period in seconds. */
  private final int length;

  /** The first seconds of the admitted periods of a day. */
  private final TimesOfDay periods;

  /** The admitted seconds within a period, ascending. */
  private final int[] offsets;

  private final boolean everInStep;
  private long admittedDay = Long.MIN_VALUE;

  /** Creates the times of a completed rule. */
  TimesOfClock(RecurrenceParts parts, long start) {
    this.parts = parts;
    this.start = start;
    this.days = new MatchingDays(parts);
    this.length =
        switch (parts.frequency()) {
          case HOURLY -> 3600;
          case MINUTELY -> 60;
          case SECONDLY -> 1;
          case DAILY, WEEKLY, MONTHLY, YEARLY ->
              throw new IllegalArgumentException(parts.frequency() + " is no period of the clock");
        };
    this.periods =
        new TimesOfDay(
            parts.hours(), length == 3600 ? 1 : parts.minutes(), length == 1 ? parts.seconds() : 1);
    this.offsets = offsets();
    this.everInStep = everInStep();
  }

  private int[] offsets() {
    TimesOfDay within =
        new TimesOfDay(1, length == 3600 ? parts.minutes() : 1, length > 1 ? parts.seconds() : 1);
    int[] all =
        IntStream.iterate(within.first(), time -> time >= 0, time -> within.from(time + 1))
            .toArray();
    return parts.positions().isEmpty()
        ? all
        : IntStream.range(0, all.length)
            .filter(index -> parts.positions().contains(index + 1, all.length))
            .map(index -> all[index])
            .toArray();
  }

  /** Returns whether the interval, counted from the start, ever meets an admitted time of day. */
  private boolean everInStep() {
    long step = gcd(parts.interval(), DAY / length) * length;
    long first = Math.floorMod(start - Math.floorMod(start, length), step);
    return IntStream.iterate(periods.first(), time -> time >= 0, this::following)
        .anyMatch(time -> time % step == first);
  }

  private int following(int timeOfDay) {
    return timeOfDay == DAY - 1 ? -1 : periods.from(timeOfDay + 1);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  @Override
  public long from(long second) {
    long earliest = Math.max(second, start);
    long step = (long) parts.interval() * length;
    long origin = start - Math.floorMod(start, length);
    long period = everInStep && offsets.length > 0 ? inStep(origin, step, earliest) : Horizon.NEVER;
    while (period <= LAST) {
      long admitted = admittedFrom(period);
      if (admitted > period) {
        period = admitted > LAST ? Horizon.NEVER : origin + ceil(admitted - origin, step);
        continue;
      }
      int index = firstIndex(earliest - period);
      if (index < offsets.length) {
        return period + offsets[index];
      }
      period += step;
    }
    return Horizon.NEVER;
  }

  /** Returns the first second of the first period in step that does not end before a second. */
  private long inStep(long origin, long step, long earliest) {
    return origin + ceil(earliest - Math.floorMod(earliest, length) - origin, step);
  }

  private static long ceil(long number, long step) {
    return Math.ceilDiv(number, step) * step;
  }

  private int firstIndex(long offset) {
    int found = Arrays.binarySearch(offsets, (int) Math.max(offset, 0));
    return found < 0 ? -found - 1 : found;
  }

  /** Returns the first second, at or after the given one, of an admitted period. */
  private long admittedFrom(long second) {
    long day = Math.floorDiv(second, (long) DAY);
    if (admits(day)) {
      int time = periods.from((int) Math.floorMod(second, (long) DAY));
      if (time >= 0) {
        return day * DAY + time;
      }
    }
    long last = Math.min(day + CalendarPeriods.DAYS_OF_CYCLE, LAST / DAY);
    do {
      day++;
    } while (day <= last && !admits(day));
    return day <= last ? day * DAY + periods.first() : Horizon.NEVER;
  }

  private boolean admits(long day) {
    if (day != admittedDay) {
      if (!days.admits(LocalDate.ofEpochDay(day))) {
        return false;
      }
      admittedDay = day;
    }
    return true;
  }
}
