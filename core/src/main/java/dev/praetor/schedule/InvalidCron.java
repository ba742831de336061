package dev.praetor.schedule;

/**
 * Thrown if a cron expression is malformed or can never fire.
 *
 * <p>{@link #field()} is the name of the field, {@link #column()} the place of the problem, counted
 * from 1 in the expression as it was written, and {@link #expected()} describes the expected text.
 */
public final class InvalidCron extends InvalidSchedule {
  private static final long serialVersionUID = 1;

  private final String expression;
  private final String field;
  private final int column;
  private final String expected;

  /**
   * Creates the exception for a problem in an expression.
   *
   * @param column the place of the problem, from 1
   * @param expected a description of the expected text
   */
  public InvalidCron(String expression, String field, int column, String problem, String expected) {
    super(
        "cron \"%s\", %s, column %d: %s; expected %s"
            .formatted(expression, field, column, problem, expected));
    this.expression = expression;
    this.field = field;
    this.column = column;
    this.expected = expected;
  }

  /** Returns the expression as it was written. */
  public String expression() {
    return expression;
  }

  /**
   * Returns the name of the field, such as {@code "day of month"}, or {@code "expression"} if the
   * problem does not concern a single field.
   */
  public String field() {
    return field;
  }

  /** Returns the place of the problem in the expression, from 1. */
  public int column() {
    return column;
  }

  /** Returns a description of the expected text. */
  public String expected() {
    return expected;
  }
}
