package dev.praetor.worker.runner;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between tries while a server is away: they double, and differ by chance, so that
 * runners do not come back all at once. Used by one thread.
 */
final class Retries {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private Duration next = FIRST;

  /** Returns the length of the next pause. */
  Duration next() {
    Duration whole = next;
    Duration twice = whole.multipliedBy(2);
    next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    return Duration.ofNanos(
        (long) (whole.toNanos() * (0.5 + ThreadLocalRandom.current().nextDouble() / 2)));
  }
}
