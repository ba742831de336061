package dev.praetor.schedule.internal.time;

import java.time.Instant;
import java.time.LocalDate;

/** The ends of the calendar that schedules are computed on. */
public final class Horizon {
  /** Stands for "no such time" where times are counted in seconds or days. */
  public static final long NEVER = Long.MAX_VALUE;

  public static final int LAST_YEAR = 9999;
  public static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
  public static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  public static final long LAST_SECOND = LAST.getEpochSecond();

  /** A Monday that opens a month, a year, a century: what has no start is counted from here. */
  public static final LocalDate ANCHOR = LocalDate.of(2001, 1, 1);

  private Horizon() {}

  public static Instant within(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return FIRST;
    }
    return instant.isAfter(LAST) ? LAST : instant;
  }
}
