package dev.praetor.schedule;

import dev.praetor.schedule.internal.recurrence.RecurrenceParser;
import dev.praetor.schedule.internal.recurrence.RecurrenceParts;
import java.util.Locale;
import java.util.Objects;

/**
 * A recurrence rule of iCalendar that was parsed and found valid, such as {@code
 * FREQ=MONTHLY;BYDAY=-1FR}. Immutable. Two rules are equal if they have the same text in capitals.
 */
public final class Recurrence {
  private static final int LONGEST = 1000;

  private final String text;
  private final RecurrenceParts parts;

  private Recurrence(String text, RecurrenceParts parts) {
    this.text = text;
    this.parts = parts;
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
    rule = rule.replaceAll("[^ -~]", "?");
    return new Recurrence(rule, RecurrenceParser.parse(rule));
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
    return parts.countsElapsedTime();
  }

  /** Returns the parts of the rule. For Praetor's own modules. */
  public RecurrenceParts parts() {
    return parts;
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
