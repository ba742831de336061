package dev.praetor.store.model;

/**
 * The limits of a store. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param largestResult the largest size of a result in bytes of JSON, at least 1; a task run that
 *     returns more fails
 * @param retention the limits beyond which the store itself deletes data
 */
public record StoreOptions(long largestResult, Retention retention) {
  private static final StoreOptions DEFAULT = new StoreOptions(64L << 20, Retention.STANDARD);

  public StoreOptions {
    if (largestResult < 1) {
      throw new IllegalArgumentException(
          "the largest result must have at least 1 byte, not " + largestResult);
    }
  }

  public static StoreOptions defaults() {
    return DEFAULT;
  }

  public StoreOptions withLargestResult(long bytes) {
    return new StoreOptions(bytes, retention);
  }

  public StoreOptions withRetention(Retention retention) {
    return new StoreOptions(largestResult, retention);
  }
}
