package dev.praetor.engine.events;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for memory. Bodies that fill the heap fail for want of memory, but so would a turn of an
 * owner, or the encoding of its changes, that begins in such a moment and cannot be repeated. A
 * body that has failed sets its memory free soon after.
 */
public final class Headroom {
  private static final long LITTLE = 16;
  private static final long LARGEST_PROBE = 8 << 20;
  private static final int PROBE =
      (int) Math.min(LARGEST_PROBE, Runtime.getRuntime().maxMemory() / LITTLE);
  private static final Duration LASTS = Duration.ofMillis(2);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** The last probe, so that no compiler leaves it out. */
  @SuppressWarnings("UnusedVariable")
  private static volatile byte @Nullable [] probe;

  private static volatile long found = System.nanoTime() - LASTS.toNanos();

  private Headroom() {}

  /** Waits until there is some memory, but not for ever: some programs always have little. */
  public static void await() {
    long begun = System.nanoTime();
    if (isAmple() || begun - found < LASTS.toNanos()) {
      return;
    }
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
      found = System.nanoTime();
      return true;
    } catch (OutOfMemoryError none) {
      return false;
    }
  }
}
