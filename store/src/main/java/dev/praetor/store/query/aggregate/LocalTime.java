package dev.praetor.store.query.aggregate;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions that turn a time into the number of the period in which it lies, as the clocks
 * of a zone show it. Times are in microseconds since 1970. From 1970 to 2100 the rules of the zone
 * hold, before and after that the first and the last of their offsets.
 *
 * <p>The clocks' time is counted from a beginning 2,000 years earlier, so that it is positive and
 * whole division rounds it down. These years are a whole number of weeks.
 */
record LocalTime(String time, ZoneId zone, String month) {
  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;

  /** The days of 2,000 years. */
  private static final long EARLIER = 730_485;

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  /** An offset, and the time from which on another one holds. */
  private record Period(ZoneOffset offset, long until) {}

  /** Returns the expression for the number of a period. */
  String number(TimeBucket bucket) {
    String local = clock();
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

  /** Returns the expression for what the clocks show, in microseconds from the beginning. */
  private String clock() {
    List<Period> periods = periods();
    return "(%s + %s)".formatted(time, offset(periods, 0, periods.size() - 1));
  }

  /** Finds an offset by halving, so that a statement compares each time only a few times. */
  private String offset(List<Period> periods, int first, int last) {
    if (first == last) {
      return String.valueOf(EARLIER * DAY + periods.get(first).offset().getTotalSeconds() * SECOND);
    }
    int middle = (first + last) / 2;
    return "CASE WHEN %s < %d THEN %s ELSE %s END"
        .formatted(
            time,
            periods.get(middle).until(),
            offset(periods, first, middle),
            offset(periods, middle + 1, last));
  }

  private List<Period> periods() {
    ZoneRules rules = zone.getRules();
    List<Period> all = new ArrayList<>();
    @Nullable ZoneOffsetTransition next = rules.nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      all.add(new Period(next.getOffsetBefore(), next.getInstant().getEpochSecond() * SECOND));
      next = rules.nextTransition(next.getInstant());
    }
    all.add(new Period(rules.getOffset(LAST), Long.MAX_VALUE));
    return all;
  }
}
