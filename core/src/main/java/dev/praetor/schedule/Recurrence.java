package dev.praetor.schedule;

import dev.praetor.schedule.internal.ticks.RecurrenceTicks;
import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence rule of iCalendar that was parsed and found valid, such as {@code
 * FREQ=MONTHLY;BYDAY=-1FR}. Immutable. Two rules are equal if they have the same text in capitals.
 */
public final class Recurrence {
  private static final int LONGEST = 1000;
  private static final int MOST_COUNTED = 1_000_000;
  private static final Set<Freq> OF_TIME = Set.of(Freq.HOURLY, Freq.MINUTELY, Freq.SECONDLY);

  private final String text;
  private final String endless;
  private final @Nullable DateTime until;
  private final boolean countsElapsedTime;

  private Recurrence(String text, String endless, RecurrenceRule rule) {
    this.text = text;
    this.endless = endless;
    this.until = rule.getUntil();
    this.countsElapsedTime =
        OF_TIME.contains(rule.getFreq()) && daysAndHours().stream().noneMatch(rule::hasPart);
  }

  /**
   * Returns the parts of a rule that restrict days or hours. Not a constant, because the library's
   * class for rules must be loaded before the class for parts.
   */
  private static List<RecurrenceRule.Part> daysAndHours() {
    return List.of(
        RecurrenceRule.Part.BYMONTH,
        RecurrenceRule.Part.BYWEEKNO,
        RecurrenceRule.Part.BYYEARDAY,
        RecurrenceRule.Part.BYMONTHDAY,
        RecurrenceRule.Part.BYDAY,
        RecurrenceRule.Part.BYHOUR,
        RecurrenceRule.Part.BYSETPOS);
  }

  /**
   * Parses a rule, with or without the prefix {@code RRULE:}.
   *
   * @throws InvalidSchedule if the text is not a recurrence rule of RFC 5545
   */
  public static Recurrence parse(String text) {
    Objects.requireNonNull(text, "the recurrence rule is null");
    if (text.length() > LONGEST) {
      throw new InvalidSchedule(
          "a recurrence rule of %,d characters is too long: at most %,d"
              .formatted(text.length(), LONGEST));
    }
    String rule = text.strip().toUpperCase(Locale.ROOT);
    rule = rule.startsWith("RRULE:") ? rule.substring(6) : rule;
    return new Recurrence(rule, rule.replaceAll(";UNTIL=[^;]*|UNTIL=[^;]*;", ""), read(rule));
  }

  private static RecurrenceRule read(String text) {
    try {
      RecurrenceRule rule = new RecurrenceRule(text, RecurrenceRule.RfcMode.RFC5545_STRICT);
      if (rule.getCount() != null && rule.getCount() > MOST_COUNTED) {
        throw new InvalidSchedule(
            "recurrence rule \"%s\" has a COUNT of more than %,d: give an UNTIL instead"
                .formatted(text, MOST_COUNTED));
      }
      return rule;
    } catch (InvalidRecurrenceRuleException e) {
      throw new InvalidSchedule(
          ("recurrence rule \"%s\" cannot be read: %s; write it as in "
                  + "FREQ=MONTHLY;BYDAY=-1FR, without DTSTART or EXDATE")
              .formatted(text.replaceAll("[^ -~]", "?"), e.getMessage()));
    }
  }

  /** Returns the rule as it was written, in capitals and without {@code RRULE:}. */
  public String text() {
    return text;
  }

  /**
   * Returns whether the rule counts elapsed time: its frequency is hours, minutes or seconds and it
   * restricts neither hours nor days.
   */
  public boolean countsElapsedTime() {
    return countsElapsedTime;
  }

  /** Returns the ticks of the rule. For Praetor's own modules. */
  public TickSource ticks(Optional<Instant> start, ZoneId zone) {
    Instant first = start.orElseGet(() -> WallTime.anchor(zone));
    ZoneId calendar = countsElapsedTime ? zone.getRules().getOffset(first) : zone;
    RecurrenceRule rule = read(endless);
    LocalDateTime local = LocalDateTime.ofInstant(first, calendar).truncatedTo(ChronoUnit.SECONDS);
    return new RecurrenceTicks(rule, local, calendar, last(zone), period(rule));
  }

  /**
   * Returns the period in seconds after which the rule may be restarted without a change of its
   * ticks, or 0 if there is none. Rules of weeks or shorter frequencies have such a period.
   */
  private static long period(RecurrenceRule rule) {
    if (rule.getCount() != null) {
      return 0;
    }
    return rule.getInterval()
        * switch (rule.getFreq()) {
          case HOURLY -> 3600L;
          case MINUTELY -> 60L;
          case SECONDLY -> 1L;
          case DAILY -> 86_400L;
          case WEEKLY -> 7 * 86_400L;
          case MONTHLY, YEARLY -> 0L;
        };
  }

  private Instant last(ZoneId zone) {
    if (until == null) {
      return Horizon.LAST;
    }
    LocalDateTime local =
        until.isAllDay()
            ? LocalDateTime.of(
                until.getYear(), until.getMonth() + 1, until.getDayOfMonth(), 23, 59, 59)
            : LocalDateTime.of(
                until.getYear(),
                until.getMonth() + 1,
                until.getDayOfMonth(),
                until.getHours(),
                until.getMinutes(),
                until.getSeconds());
    return until.isFloating()
        ? WallTime.first(zone.getRules(), local)
        : local.toInstant(ZoneOffset.UTC);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recurrence that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
