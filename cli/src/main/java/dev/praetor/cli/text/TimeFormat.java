package dev.praetor.cli.text;

import dev.praetor.cli.error.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Formats and parses times and durations. */
public final class TimeFormat {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private TimeFormat() {}

  public static String local(Instant time) {
    return LOCAL.format(time.atZone(ZoneId.systemDefault()));
  }

  static String exact(Instant time) {
    return EXACT.format(time.atZone(ZoneId.systemDefault()));
  }

  /** Returns a duration in a unit that suits its length. */
  public static String elapsed(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  /** Parses a span, such as {@code 30d}, {@code 3h} or {@code 15m}. */
  public static Duration span(String text, String option) {
    if (!isSpan(text)) {
      throw new UsageException(option + " takes a span such as 7d, 3h or 15m, not '" + text + "'");
    }
    long n = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
      case 's' -> Duration.ofSeconds(n);
      case 'm' -> Duration.ofMinutes(n);
      case 'h' -> Duration.ofHours(n);
      case 'd' -> Duration.ofDays(n);
      default -> Duration.ofDays(7 * n);
    };
  }

  /** Returns whether a text is a span, such as {@code 7d}. */
  public static boolean isSpan(String text) {
    return text.toLowerCase(Locale.ROOT).matches("\\d{1,6}[smhdw]");
  }

  /**
   * Parses a time in the past: a span before now, such as {@code 30d}, {@code 3h} or {@code 15m}, a
   * date, or an instant.
   */
  public static Instant past(String text, Instant now, String option) {
    try {
      if (isSpan(text)) {
        return now.minus(span(text, option));
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException e) {
      throw new UsageException(
          option
              + " takes a span such as 30d, 3h or 15m, a date such as 2026-01-31, or an"
              + " instant such as"
              + " 2026-01-31T08:00:00Z, not '"
              + text
              + "'");
    }
  }

  /**
   * Parses the time at which something is to begin: a span from now, such as {@code 2h}, a date or
   * a local time in the zone of this machine, or an instant.
   */
  public static Instant future(String text, Instant now, String option) {
    ZoneId zone = ZoneId.systemDefault();
    try {
      if (isSpan(text)) {
        return now.plus(span(text, option));
      }
      if (!text.contains("T")) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      boolean isLocal = text.matches(".*T[\\d:.]+");
      return isLocal ? LocalDateTime.parse(text).atZone(zone).toInstant() : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          option
              + " takes a span from now such as 2h or 30m, a local time such as 2026-01-31T08:00,"
              + " a date, or an instant such as 2026-01-31T08:00:00Z, not '"
              + text
              + "'");
    }
  }
}
