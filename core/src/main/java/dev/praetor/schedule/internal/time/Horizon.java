package dev.praetor.schedule.internal.time;

import java.time.Instant;
import java.time.LocalDate;

/** The first and last moments of the calendar in which schedules are computed. */
public final class Horizon {
  /** The value for "no such time" in counts of seconds or days. */
  public static final long NEVER = Long.MAX_VALUE;

  public static final int LAST_YEAR = 9999;
  public static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
  public static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  public static final long LAST_SECOND = LAST.getEpochSecond();

  /** The default start of clocks: a Monday that begins a month, a year and a century. */
  public static final LocalDate ANCHOR = LocalDate.of(2001, 1, 1);

  private Horizon() {}

  public static Instant within(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return FIRST;
    }
    return instant.isAfter(LAST) ? LAST : instant;
  }
}
