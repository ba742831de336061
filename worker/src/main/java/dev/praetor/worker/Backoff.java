package dev.praetor.worker;

import java.time.Duration;

/**
 * The time to wait before something that failed is tried again, which doubles with each failure.
 *
 * @param length the whole time
 * @param since the elapsed time of the failure
 */
record Backoff(Duration length, long since) {
  static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration FIRST = Duration.ofSeconds(1);

  static Backoff first() {
    return new Backoff(FIRST, System.nanoTime());
  }

  Backoff next() {
    return next(LONGEST);
  }

  /** Returns the time to wait after another failure, which is at most some time. */
  Backoff next(Duration longest) {
    Duration twice = length.multipliedBy(2);
    return new Backoff(twice.compareTo(longest) < 0 ? twice : longest, System.nanoTime());
  }

  /** Returns the time left. */
  Duration left() {
    return length.minusNanos(System.nanoTime() - since);
  }
}
