package dev.praetor.store.model;

import java.time.Duration;

/**
 * The time the store keeps what nobody deletes. Immutable; each {@code with…} gives another.
 *
 * @param logs how old a line may become
 * @param cached how many cached results are kept at most, whatever their age
 */
public record Retention(Duration logs, int cached) {
  public static final Retention STANDARD = new Retention(Duration.ofDays(30), 100_000);

  public Retention {
    if (logs.isNegative() || cached < 0) {
      throw new IllegalArgumentException(
          "nothing can be kept for less than no time: " + logs + ", " + cached + " results");
    }
  }

  public Retention withLogs(Duration longest) {
    return new Retention(longest, cached);
  }

  public Retention withCached(int most) {
    return new Retention(logs, most);
  }
}
