package dev.praetor.server.runners;

import java.time.Duration;

/**
 * The time since a runner was heard. Time in which this process itself stood still does not count.
 * Thread-safe.
 */
final class Silence {
  private static final long LONGEST_STEP = Duration.ofSeconds(2).toNanos();
  private long nanos;
  private long looked = System.nanoTime();

  /** Notes that the runner was heard. */
  synchronized void end() {
    nanos = 0;
    looked = System.nanoTime();
  }

  /** Returns the length of the silence. Must be asked about once a second. */
  synchronized Duration length() {
    long now = System.nanoTime();
    nanos += Math.min(now - looked, LONGEST_STEP);
    looked = now;
    return Duration.ofNanos(nanos);
  }
}
