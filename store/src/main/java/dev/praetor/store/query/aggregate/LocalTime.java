package dev.praetor.store.query.aggregate;

import dev.praetor.store.columns.TaskRunColumns;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns times into the numbers of the periods in which they lie, as the clocks of a zone show them:
 * by an expression, or at once. Times are in microseconds since 1970. From 1970 to 2100 the rules
 * of the zone hold, before and after that the first and the last of their offsets.
 *
 * <p>The clocks' time is counted from a beginning 2,000 years earlier, so that it is positive and
 * whole division rounds it down. These years are a whole number of weeks.
 */
final class LocalTime {
  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;

  /** The days of 2,000 years. */
  private static final long EARLIER = 730_485;

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  /** An offset, and the time from which on another one holds. */
  private record Period(ZoneOffset offset, long until) {
    /** Returns what is added to a time. */
    long added() {
      return EARLIER * DAY + offset.getTotalSeconds() * SECOND;
    }
  }

  private final List<Period> periods;

  LocalTime(ZoneId zone) {
    this.periods = periods(zone);
  }

  /**
   * Returns the expression for the number of a period.
   *
   * @param time the expression for the time
   * @param month the format for the month of a day
   */
  String number(TimeBucket bucket, String time, String month) {
    String local = "(%s + %s)".formatted(time, offset(time, 0, periods.size() - 1));
    String day = "%s / %d".formatted(local, DAY);
    return switch (bucket) {
      case HOUR -> "(%s - %s %% %d) / %d".formatted(time, local, HOUR, SECOND);
      case DAY -> "(%s - %d)".formatted(day, EARLIER);
      case WEEK -> "(%1$s - (%1$s + 3) %% 7 - %2$d)".formatted(day, EARLIER);
      case WEEKDAY -> "((%s + 3) %% 7)".formatted(day);
      case HOUR_OF_DAY -> "(%s / %d %% 24)".formatted(local, HOUR);
      case MONTH -> month.formatted("(%s - %d)".formatted(day, EARLIER));
    };
  }

  /** Finds an offset by halving, so that a statement compares each time only a few times. */
  private String offset(String time, int first, int last) {
    if (first == last) {
      return String.valueOf(periods.get(first).added());
    }
    int middle = (first + last) / 2;
    return "CASE WHEN %s < %d THEN %s ELSE %s END"
        .formatted(
            time,
            periods.get(middle).until(),
            offset(time, first, middle),
            offset(time, middle + 1, last));
  }

  /** Returns the numbers of the periods in which times lie; absent ones stay absent. */
  long[] numbers(TimeBucket bucket, long[] times) {
    long[] numbers = new long[times.length];
    int period = 0;
    for (int i = 0; i < times.length; i++) {
      long time = times[i];
      if (time == TaskRunColumns.ABSENT) {
        numbers[i] = time;
      } else {
        period = period(time, period);
        numbers[i] = number(bucket, time, time + periods.get(period).added());
      }
    }
    return numbers;
  }

  /** Returns the place of the period in which a time lies, which is likely the same as before. */
  private int period(long time, int before) {
    boolean isSame =
        time < periods.get(before).until()
            && (before == 0 || time >= periods.get(before - 1).until());
    int first = isSame ? before : 0;
    int last = isSame ? before : periods.size() - 1;
    while (first < last) {
      int middle = (first + last) / 2;
      if (time < periods.get(middle).until()) {
        last = middle;
      } else {
        first = middle + 1;
      }
    }
    return first;
  }

  /** Returns the number of a period, computed as the expression is. */
  private static long number(TimeBucket bucket, long time, long local) {
    long day = local / DAY;
    return switch (bucket) {
      case HOUR -> (time - local % HOUR) / SECOND;
      case DAY -> day - EARLIER;
      case WEEK -> day - (day + 3) % 7 - EARLIER;
      case WEEKDAY -> (day + 3) % 7;
      case HOUR_OF_DAY -> local / HOUR % 24;
      case MONTH -> {
        LocalDate date = LocalDate.ofEpochDay(day - EARLIER);
        yield date.getYear() * 100L + date.getMonthValue();
      }
    };
  }

  private static List<Period> periods(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    List<Period> all = new ArrayList<>();
    @Nullable ZoneOffsetTransition next = rules.nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      all.add(new Period(next.getOffsetBefore(), next.getInstant().getEpochSecond() * SECOND));
      next = rules.nextTransition(next.getInstant());
    }
    all.add(new Period(rules.getOffset(LAST), Long.MAX_VALUE));
    return List.copyOf(all);
  }
}
