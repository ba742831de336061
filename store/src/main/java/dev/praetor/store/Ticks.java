package dev.praetor.store;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers that grow: the microsecond it is, or the next one that is free. Thread-safe. */
final class Ticks {
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  Ticks(InstantSource clock) {
    this.clock = clock;
  }

  long next() {
    long now = Times.micros(clock.instant());
    return last.updateAndGet(before -> Math.max(before + 1, now));
  }
}
