package dev.praetor.schedule;

/**
 * A cron expression that cannot be read, or that can never fire.
 *
 * <p>{@link #field()} names the field, {@link #column()} is where the trouble begins, counted from
 * 1 in the expression as it was written, and {@link #expected()} says what would be right there.
 */
public final class InvalidCron extends InvalidSchedule {
  private static final long serialVersionUID = 1;

  private final String expression;
  private final String field;
  private final int column;
  private final String expected;

  public InvalidCron(String expression, String field, int column, String problem, String expected) {
    super(
        "cron \"%s\", %s, column %d: %s; expected %s"
            .formatted(expression, field, column, problem, expected));
    this.expression = expression;
    this.field = field;
    this.column = column;
    this.expected = expected;
  }

  /** The expression as it was written. */
  public String expression() {
    return expression;
  }

  /** The field, such as {@code "day of month"}, or {@code "expression"} where no single one is. */
  public String field() {
    return field;
  }

  /** Where in the expression, counted from 1. */
  public int column() {
    return column;
  }

  /** What would be right there. */
  public String expected() {
    return expected;
  }
}
