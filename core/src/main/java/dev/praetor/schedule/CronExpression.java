package dev.praetor.schedule;

import dev.praetor.schedule.internal.cron.CronFields;
import dev.praetor.schedule.internal.cron.CronParser;
import java.util.Objects;

/**
 * A cron expression that has been read and found right.
 *
 * <p>Five fields (minute, hour, day of month, month, day of week), or six with the second first. A
 * field is a list, separated by commas, of {@code *}, numbers, names ({@code JAN}, {@code MON};
 * case does not matter), ranges that rise ({@code MON-FRI}) and steps ({@code *}{@code /15}, {@code
 * 8-18/2}, {@code 5/15} for every 15 from 5 on). Sunday is 0 or 7. In the day of month, {@code L}
 * is the last day, {@code L-3} three days before it, {@code LW} the last day that is not Saturday
 * or Sunday, {@code 15W} the weekday nearest to the 15th within its month; in the day of week,
 * {@code FRI#2} is the second Friday of the month and {@code FRIL} the last. {@code ?} stands for
 * {@code *} in both. {@code @hourly}, {@code @daily} (or {@code @midnight}), {@code @weekly},
 * {@code @monthly} and {@code @yearly} (or {@code @annually}) are short for what they say.
 *
 * <p>Where both day fields are restricted, a day that matches either is one; where one of them
 * begins with {@code *}, both must match, so that {@code 0 0 *}{@code /2 * MON} is the Mondays with
 * an odd day of the month.
 *
 * <p>Immutable. Two are equal when they were written alike.
 */
public final class CronExpression {
  private final String text;
  private final CronFields fields;

  private CronExpression(String text, CronFields fields) {
    this.text = text;
    this.fields = fields;
  }

  /**
   * Reads an expression.
   *
   * @throws InvalidCron if it cannot be read, or names only days that do not exist, such as the
   *     30th of February; it says in which field, at which column, and what was expected
   */
  public static CronExpression parse(String text) {
    Objects.requireNonNull(text, "the cron expression is null");
    CronFields fields = CronParser.parse(text);
    return new CronExpression(String.join(" ", text.strip().split("\\s+")), fields);
  }

  /** The expression as it was written, with single spaces. */
  public String text() {
    return text;
  }

  /**
   * Whether the hour field, however written, is all of 0 to 23: then the expression ticks through
   * changes of the clock by elapsed time.
   */
  public boolean coversEveryHour() {
    return fields.coversEveryHour();
  }

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
