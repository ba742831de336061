package dev.praetor.engine.events;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of code of authors in this process that go on although nobody awaits their end: they
 * were cancelled or took too long, and ignore their interrupt. Thread-safe.
 */
public final class AbandonedCode {
  /** The times at which calls were abandoned, by the clock of elapsed time. */
  private static final Map<AuthorCode, Long> SINCE = new ConcurrentHashMap<>();

  private AbandonedCode() {}

  /** Returns whether any such call is running. */
  static boolean isRunning() {
    return !SINCE.isEmpty();
  }

  static void add(AuthorCode call) {
    SINCE.put(call, System.nanoTime());
  }

  static void remove(AuthorCode call) {
    SINCE.remove(call);
  }

  /** Returns the time since the oldest such call was abandoned; zero if none is running. */
  public static Duration oldest() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        SINCE.values().stream().mapToLong(since -> Math.max(0, now - since)).max().orElse(0));
  }
}
