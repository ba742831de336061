package dev.praetor.store.db;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A source of growing numbers: the current time in microseconds, or the next free number.
 * Thread-safe.
 */
public final class UniqueMicros {
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  public UniqueMicros(InstantSource clock) {
    this.clock = clock;
  }

  public long next() {
    long now = Micros.micros(clock.instant());
    return last.updateAndGet(before -> Math.max(before + 1, now));
  }
}
