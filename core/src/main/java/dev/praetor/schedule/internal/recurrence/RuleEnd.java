package dev.praetor.schedule.internal.recurrence;

import dev.praetor.schedule.internal.time.WallTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last possible time of a rule, its UNTIL.
 *
 * @param time the time; of a date without a time the last second
 * @param isUtc true if the time is in UTC, false if it is in the zone of the clock
 */
public record RuleEnd(LocalDateTime time, boolean isUtc) {

  private static final Pattern TEXT = Pattern.compile("(\\d{8})(?:T(\\d{6})(Z?))?");
  private static final DateTimeFormatter DATE = strict("uuuuMMdd");
  private static final DateTimeFormatter TIME = strict("HHmmss");

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Parses a date or a time of iCalendar; returns empty if the text is neither. */
  static Optional<RuleEnd> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String time = matcher.group(2);
    try {
      LocalDate date = LocalDate.parse(matcher.group(1), DATE);
      return Optional.of(
          time == null
              ? new RuleEnd(date.atTime(23, 59, 59), false)
              : new RuleEnd(
                  date.atTime(LocalTime.parse(withoutLeapSecond(time), TIME)),
                  "Z".equals(matcher.group(3))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String withoutLeapSecond(String time) {
    return time.endsWith("60") ? time.substring(0, 4) + "59" : time;
  }

  /** Returns the end as an instant, for a clock in a zone. */
  public Instant in(ZoneId zone) {
    return isUtc ? time.toInstant(ZoneOffset.UTC) : WallTime.first(zone.getRules(), time);
  }
}
