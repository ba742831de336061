package dev.praetor.store.query;

/**
 * The number of entities that meet a condition, which is counted up to 10,000.
 *
 * @param orMore true if there are more than {@code n}
 */
public record CappedCount(int n, boolean orMore) {
  /** The largest number that is counted. */
  public static final int MOST = 10_000;
}
