package dev.praetor.engine.events;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for memory. Bodies that fill the heap fail for want of memory, but so would a turn of an
 * owner that begins in such a moment, and a turn cannot be repeated. A body that has failed sets
 * its memory free soon after.
 */
final class Headroom {
  private static final int PROBE = 1 << 20;
  private static final long LITTLE = 16;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** The last probe, so that no compiler leaves it out. */
  @SuppressWarnings("UnusedVariable")
  private static volatile byte @Nullable [] probe;

  private Headroom() {}

  /** Waits until there is memory for a turn, but not for ever: some programs always have little. */
  static void await() {
    if (isAmple()) {
      return;
    }
    long begun = System.nanoTime();
    while (!isThere() && System.nanoTime() - begun < LONGEST.toNanos()) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Returns whether much of the heap was never used, or has been collected. */
  private static boolean isAmple() {
    Runtime runtime = Runtime.getRuntime();
    long most = runtime.maxMemory();
    return most - runtime.totalMemory() + runtime.freeMemory() > most / LITTLE;
  }

  /** Returns whether memory can be had, if need be after a collection of garbage. */
  private static boolean isThere() {
    try {
      probe = new byte[PROBE];
      probe = null;
      return true;
    } catch (OutOfMemoryError none) {
      return false;
    }
  }
}
