package dev.praetor.schedule;

import dev.praetor.schedule.internal.cron.CronFields;
import dev.praetor.schedule.internal.cron.CronParser;
import java.util.Objects;

/**
 * A cron expression that was parsed and found valid.
 *
 * <p>An expression has five fields (minute, hour, day of month, month, day of week), or six with
 * the second first. A field is a list, separated by commas, of {@code *}, numbers, names ({@code
 * JAN}, {@code MON}; case is ignored), ascending ranges ({@code MON-FRI}) and steps ({@code
 * *}{@code /15}, {@code 8-18/2}, {@code 5/15} for every 15 from 5 onwards). Sunday is 0 or 7. In
 * the day of month, {@code L} is the last day, {@code L-3} three days before it, {@code LW} the
 * last day that is not Saturday or Sunday, {@code 15W} the weekday nearest to the 15th within the
 * month; in the day of week, {@code FRI#2} is the second Friday of the month and {@code FRIL} the
 * last. {@code ?} stands for {@code *} in both. {@code @hourly}, {@code @daily} (or
 * {@code @midnight}), {@code @weekly}, {@code @monthly} and {@code @yearly} (or {@code @annually})
 * are abbreviations for the corresponding expressions.
 *
 * <p>If both day fields are restricted, a day matches if either field matches. If one of them
 * begins with {@code *} or {@code ?}, both must match, so that {@code 0 0 *}{@code /2 * MON}
 * matches the Mondays with an odd day of the month.
 *
 * <p>Immutable. Two expressions are equal if they have the same text, apart from the number of
 * spaces between fields.
 */
public final class CronExpression {
  private final String text;
  private final CronFields fields;

  private CronExpression(String text, CronFields fields) {
    this.text = text;
    this.fields = fields;
  }

  /**
   * Parses an expression.
   *
   * @throws InvalidCron if the expression is malformed or matches only days that do not exist, such
   *     as the 30th of February; the exception has the field, the column and the expected text
   */
  public static CronExpression parse(String text) {
    Objects.requireNonNull(text, "the cron expression is null");
    CronFields fields = CronParser.parse(text);
    return new CronExpression(String.join(" ", text.strip().split("\\s+")), fields);
  }

  /** Returns the expression as it was written, with single spaces. */
  public String text() {
    return text;
  }

  /**
   * Returns whether the hour field, however it is written, covers 0 to 23. Such an expression ticks
   * by elapsed time across daylight saving changes.
   */
  public boolean coversEveryHour() {
    return fields.coversEveryHour();
  }

  /** Returns the fields as sets of numbers. For Praetor's own modules. */
  public CronFields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression that && text.equals(that.text);
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
