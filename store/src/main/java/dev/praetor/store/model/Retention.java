package dev.praetor.store.model;

import java.time.Duration;

/**
 * The limits beyond which the store itself deletes log lines and cached results. Immutable; each
 * {@code with…} method returns a changed copy.
 *
 * @param logs the largest age of a log line; not negative
 * @param cached the largest number of cached results, whatever their age; not negative
 */
public record Retention(Duration logs, int cached) {
  public static final Retention DEFAULT = new Retention(Duration.ofDays(30), 100_000);

  public Retention {
    if (logs.isNegative() || cached < 0) {
      throw new IllegalArgumentException(
          "logs and cached must not be negative: " + logs + ", " + cached + " results");
    }
  }

  public Retention withLogs(Duration longest) {
    return new Retention(longest, cached);
  }

  public Retention withCached(int most) {
    return new Retention(logs, most);
  }
}
