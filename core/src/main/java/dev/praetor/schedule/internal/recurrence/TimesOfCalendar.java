package dev.praetor.schedule.internal.recurrence;

import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TimesOfDay;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The times of a rule whose periods are days or longer: the admitted days of a period at the
 * admitted times of day, of which BYSETPOS selects some. For one thread.
 */
final class TimesOfCalendar implements LocalTimes {
  private static final long DAY = 86_400;

  private final RecurrenceParts parts;
  private final long start;
  private final CalendarPeriods periods;
  private final MatchingDays days;

  /** The times of day, ascending, in seconds of the day. */
  private final int[] times;

  private long cachedPeriod = Long.MIN_VALUE;
  private long[] cached = {};

  /** Creates the times of a completed rule. */
  TimesOfCalendar(RecurrenceParts parts, LocalDateTime start) {
    this.parts = parts;
    this.start = start.toEpochSecond(ZoneOffset.UTC);
    this.periods = CalendarPeriods.of(parts, start.toLocalDate());
    this.days = new MatchingDays(parts);
    TimesOfDay all = new TimesOfDay(parts.hours(), parts.minutes(), parts.seconds());
    this.times =
        IntStream.iterate(
                all.first(), time -> time >= 0, time -> time == DAY - 1 ? -1 : all.from(time + 1))
            .toArray();
  }

  @Override
  public long from(long second) {
    long earliest = Math.max(second, start);
    if (earliest > LAST) {
      return Horizon.NEVER;
    }
    long period = firstInStep(periods.containing(Math.floorDiv(earliest, DAY)));
    // The first two may end before the earliest second; the others are empty or contain a time.
    for (int tried = 0; tried < periods.cycle() + 2; tried++) {
      if (periods.firstDay(period) > LAST / DAY) {
        return Horizon.NEVER;
      }
      long found = inPeriod(period, earliest);
      if (found != Horizon.NEVER) {
        return found;
      }
      period += parts.interval();
    }
    return Horizon.NEVER;
  }

  private long firstInStep(long period) {
    return Math.ceilDiv(period, (long) parts.interval()) * parts.interval();
  }

  private long inPeriod(long period, long earliest) {
    if (period != cachedPeriod) {
      cached = parts.positions().isEmpty() ? daysOf(period) : selected(daysOf(period));
      cachedPeriod = period;
    }
    return parts.positions().isEmpty() ? onDays(cached, earliest) : firstFrom(cached, earliest);
  }

  /** Returns the admitted days of a period, in days since 1970-01-01. */
  private long[] daysOf(long period) {
    return LongStream.range(periods.firstDay(period), periods.firstDay(period + 1))
        .filter(day -> days.admits(LocalDate.ofEpochDay(day)))
        .toArray();
  }

  /** Returns the first admitted time of day on one of the days, at or after a second. */
  private long onDays(long[] admitted, long earliest) {
    long day = Math.floorDiv(earliest, DAY);
    int time = firstIndex(times, (int) Math.floorMod(earliest, DAY));
    long first = firstFrom(admitted, time < times.length ? day : day + 1);
    if (first == Horizon.NEVER) {
      return Horizon.NEVER;
    }
    return first * DAY + (first == day ? times[time] : times[0]);
  }

  /** Returns the times of a period that BYSETPOS selects, in seconds since 1970-01-01. */
  private long[] selected(long[] admitted) {
    int size = admitted.length * times.length;
    return IntStream.range(0, size)
        .filter(index -> parts.positions().contains(index + 1, size))
        .mapToLong(index -> admitted[index / times.length] * DAY + times[index % times.length])
        .toArray();
  }

  private static long firstFrom(long[] ascending, long earliest) {
    int found = Arrays.binarySearch(ascending, earliest);
    int index = found < 0 ? -found - 1 : found;
    return index < ascending.length ? ascending[index] : Horizon.NEVER;
  }

  private static int firstIndex(int[] ascending, int earliest) {
    int found = Arrays.binarySearch(ascending, earliest);
    return found < 0 ? -found - 1 : found;
  }
}
