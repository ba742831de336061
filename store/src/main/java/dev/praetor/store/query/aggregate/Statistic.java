package dev.praetor.store.query.aggregate;

/**
 * A statistic of the numbers in a group. A percentile is one of the numbers: the smallest that at
 * least so many percent of them do not exceed.
 */
public enum Statistic {
  /** The number of entities that have a number. */
  N,
  SUM,
  AVG,
  MIN,
  MAX,
  P50,
  P95,
  P99;

  boolean isPercentile() {
    return percent() > 0;
  }

  /** Returns the percentage of a percentile; 0 for other statistics. */
  int percent() {
    return switch (this) {
      case P50 -> 50;
      case P95 -> 95;
      case P99 -> 99;
      case N, SUM, AVG, MIN, MAX -> 0;
    };
  }
}
