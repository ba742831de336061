package dev.praetor.store.db;

/**
 * The place of a percentile among sorted numbers: that of the smallest number that at least so many
 * percent of them do not exceed, as PostgreSQL's {@code percentile_disc} has it.
 */
public final class PercentilePlace {
  private PercentilePlace() {}

  /** Returns the place among {@code n} numbers, from 0 on. */
  public static int of(long n, int percent) {
    return (int) ((n * percent + 99) / 100) - 1;
  }
}
