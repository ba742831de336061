package dev.praetor.store.model;

import java.time.Duration;

/**
 * The limits of a store. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param largestResult the largest size of a result in bytes of JSON, at least 1; a task run that
 *     returns more fails
 * @param retention the limits beyond which the store itself deletes data
 * @param sweep the longest time between two looks of those who wait for changes by other processes,
 *     in case a signal was lost
 */
public record StoreOptions(long largestResult, Retention retention, Duration sweep) {
  private static final StoreOptions DEFAULT =
      new StoreOptions(64L << 20, Retention.DEFAULT, Duration.ofSeconds(2));

  public StoreOptions {
    if (largestResult < 1) {
      throw new IllegalArgumentException(
          "the largest result must have at least 1 byte, not " + largestResult);
    }
    if (sweep.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("the time between two sweeps must be positive: " + sweep);
    }
  }

  public static StoreOptions defaults() {
    return DEFAULT;
  }

  public StoreOptions withLargestResult(long bytes) {
    return new StoreOptions(bytes, retention, sweep);
  }

  public StoreOptions withRetention(Retention retention) {
    return new StoreOptions(largestResult, retention, sweep);
  }

  public StoreOptions withSweep(Duration sweep) {
    return new StoreOptions(largestResult, retention, sweep);
  }
}
