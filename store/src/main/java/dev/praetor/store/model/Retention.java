package dev.praetor.store.model;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits beyond which the store itself deletes log lines, events, cached results and ended
 * runs. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param logs the largest age of a log line; not negative
 * @param events the largest age of an event, not negative; absent if all are kept
 * @param cached the largest number of cached results, whatever their age; not negative
 * @param runs the runs that are deleted; absent if all are kept
 */
public record Retention(Duration logs, Optional<Duration> events, int cached, Optional<Runs> runs) {
  /** The age at which a server deletes events. */
  public static final Duration EVENTS_KEPT = Duration.ofDays(30);

  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(30), Optional.empty(), 100_000, Optional.empty());

  /**
   * The age at which ended runs are deleted. Pinned runs are kept, and runs from which a restart in
   * progress takes results.
   *
   * @param age the time since the end of the run; not negative
   * @param keepLatest the number of the newest ended runs of each flow that are kept, whatever
   *     their age; not negative
   */
  public record Runs(Duration age, int keepLatest) {
    public static final Runs DEFAULT = new Runs(Duration.ofDays(90), 20);

    public Runs {
      if (age.isNegative() || keepLatest < 0) {
        throw new IllegalArgumentException(
            "age and keepLatest must not be negative: %s, %d runs".formatted(age, keepLatest));
      }
    }
  }

  public Retention {
    if (logs.isNegative() || events.filter(Duration::isNegative).isPresent() || cached < 0) {
      throw new IllegalArgumentException(
          "logs, events and cached must not be negative: %s, %s, %d results"
              .formatted(logs, events.orElse(Duration.ZERO), cached));
    }
  }

  public Retention withLogs(Duration longest) {
    return new Retention(longest, events, cached, runs);
  }

  public Retention withCached(int most) {
    return new Retention(logs, events, most, runs);
  }

  public Retention withRuns(Runs limits) {
    return new Retention(logs, events, cached, Optional.of(limits));
  }

  public Retention withEvents(Duration longest) {
    return new Retention(logs, Optional.of(longest), cached, runs);
  }
}
