package dev.praetor.store.model;

/**
 * The limits of a store. Immutable; each {@code with…} gives another.
 *
 * @param largestResult how many bytes of JSON a result may have; a task run that returns more fails
 * @param retention how long is kept what nobody deletes
 */
public record StoreOptions(long largestResult, Retention retention) {
  private static final StoreOptions DEFAULT = new StoreOptions(64L << 20, Retention.STANDARD);

  public StoreOptions {
    if (largestResult < 1) {
      throw new IllegalArgumentException(
          "the largest result must have 1 byte or more, not " + largestResult);
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
