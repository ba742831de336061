package dev.praetor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Lengths of time and dates, with arithmetic that stops at the end of time instead of overflowing.
 * A length of more than 292 years lasts as long as time does: its end never comes.
 */
public final class Spans {
  /** The last date that a run records; a later one is recorded as this one, and is never due. */
  public static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /** The elapsed time that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final Instant FIRST_MICROS = Instant.ofEpochSecond(Long.MIN_VALUE / 1_000_000);
  private static final Instant LAST_MICROS = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);
  private static final Duration LONGEST = Duration.ofNanos(NEVER);

  private Spans() {}

  /**
   * Returns a date in microseconds since 1970; a date beyond the years that fit becomes the first
   * or the last date that fits.
   */
  public static long micros(Instant date) {
    if (date.isBefore(FIRST_MICROS)) {
      return Long.MIN_VALUE;
    }
    return date.isAfter(LAST_MICROS)
        ? Long.MAX_VALUE
        : ChronoUnit.MICROS.between(Instant.EPOCH, date);
  }

  /** Returns the date that many microseconds after 1970. */
  public static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Returns a length in nanoseconds, at least 0; {@link #NEVER} if it is longer than 292 years. */
  public static long nanos(Duration length) {
    if (length.isNegative()) {
      return 0;
    }
    return length.compareTo(LONGEST) >= 0 ? NEVER : length.toNanos();
  }

  /** Returns the elapsed time after a length, which is {@link #NEVER} if it cannot be counted. */
  public static long after(long nanos, Duration length) {
    long more = nanos(length);
    return more > NEVER - nanos ? NEVER : nanos + more;
  }

  /** Returns a length times a factor from 0 to 2; lengths of 146 years and more are kept as is. */
  public static Duration times(Duration length, double factor) {
    long nanos = nanos(length);
    return nanos > NEVER / 2 ? length : Duration.ofNanos((long) (nanos * factor));
  }

  /** Returns the date after a length, at most {@link #LAST}. */
  public static Instant after(Instant date, Duration length) {
    Duration left = Duration.between(date, LAST);
    return length.compareTo(left) >= 0 ? LAST : date.plus(length);
  }

  /** Returns a date that can be recorded: the date itself, or {@link #LAST} if it is later. */
  public static Instant bounded(Instant date) {
    return date.isAfter(LAST) ? LAST : date;
  }

  /** Returns the part of a length that is left at {@code now}, from 0 to the whole length. */
  public static Duration left(Instant begin, Instant end, Instant now) {
    Duration whole = Duration.between(begin, end);
    Duration left = Duration.between(now, end);
    if (left.isNegative() || whole.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(whole) > 0 ? whole : left;
  }
}
