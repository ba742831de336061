package dev.praetor.store.db;

import java.sql.SQLException;
import java.util.Arrays;
import org.sqlite.Function;
import org.sqlite.core.Codes;

/**
 * The function {@code praetor_percentiles(number)} over the rows of a group: a JSON object with
 * {@code p50}, {@code p95} and {@code p99}, null if all numbers are null. A percentile is the
 * smallest of the whole numbers that at least so many percent of them do not exceed, as that of
 * PostgreSQL's {@code percentile_disc}.
 */
final class Percentiles extends Function.Aggregate {
  /** The most numbers, which take 160 MB. */
  private static final int MOST = 20_000_000;

  private static final int FIRST = 64;
  private static final long[] NONE = {};

  /** The numbers so far. A copy of this object begins without any, and with an array of its own. */
  private long[] numbers = NONE;

  private int n;

  @Override
  protected void xStep() throws SQLException {
    if (value_type(0) == Codes.SQLITE_NULL) {
      return;
    }
    if (n == numbers.length) {
      if (n >= MOST) {
        throw new SQLException("a percentile of more than %,d numbers".formatted(MOST));
      }
      numbers = Arrays.copyOf(numbers, Math.max(FIRST, Math.min(MOST, 2 * n)));
    }
    numbers[n++] = value_long(0);
  }

  @Override
  protected void xFinal() throws SQLException {
    if (n == 0) {
      result();
      return;
    }
    Arrays.sort(numbers, 0, n);
    result("{\"p50\":%d,\"p95\":%d,\"p99\":%d}".formatted(at(50), at(95), at(99)));
  }

  private long at(int percent) {
    return numbers[PercentilePlace.of(n, percent)];
  }
}
