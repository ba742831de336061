package dev.praetor.store.query.scan;

/**
 * The rule by which questions about task runs are answered from columns. A database adds rows up
 * many times faster than they are read one after the other, so columns are worth it only where they
 * have by far the most of the task runs in question.
 *
 * @param least the least number of task runs that columns have of those in question
 * @param most the most task runs that are read row by row beside, for each that columns have
 */
public record ColumnUse(long least, double most) {
  /** The rule of a server. */
  public static final ColumnUse DEFAULT = new ColumnUse(20_000, 0.04);

  /** The rule by which the database answers all questions. */
  public static final ColumnUse NEVER = new ColumnUse(Long.MAX_VALUE, 0);

  private static final int MOST_ROWS = 50_000;

  /** Returns the most task runs that are read row by row, where columns have a number of them. */
  int mostRows(long inColumns) {
    return (int) Math.min(MOST_ROWS, most * inColumns);
  }
}
