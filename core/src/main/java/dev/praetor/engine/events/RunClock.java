package dev.praetor.engine.events;

import dev.praetor.engine.Timekeeper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The times that a run records: dates that follow the clock on the wall forward and never go back
 * with it, so that the order of a history is right although the clock is adjusted. Thread-safe.
 */
public final class RunClock {
  /** Times are recorded in microseconds. */
  private static final long NANOS = 1_000;

  private final Timekeeper time;
  private final AtomicReference<Anchor> anchor;

  /** A date, and the elapsed time at which it was the date. */
  private record Anchor(Instant date, long nanos) {
    Instant plus(long elapsed) {
      return date.plusNanos((elapsed - nanos) / NANOS * NANOS);
    }
  }

  /**
   * Creates a clock.
   *
   * @param earliest a time that the run has already recorded, before which this clock does not go
   */
  public RunClock(Timekeeper time, Instant earliest) {
    this.time = time;
    Instant now = time.instant();
    this.anchor =
        new AtomicReference<>(new Anchor(now.isBefore(earliest) ? earliest : now, time.nanos()));
  }

  /** Returns the time to record now, never before a time that it has returned. */
  public Instant now() {
    return now(time.instant(), time.nanos());
  }

  private Instant now(Instant wall, long nanos) {
    Instant date = wall.truncatedTo(ChronoUnit.MICROS);
    while (true) {
      Anchor last = anchor.get();
      Instant expected = last.plus(nanos);
      if (!date.isAfter(expected)) {
        return expected;
      }
      if (anchor.compareAndSet(last, new Anchor(date, nanos))) {
        return date;
      }
    }
  }

  /** Reads the clock for a turn. */
  void read(TurnClock turn) {
    Instant date = time.instant();
    long nanos = time.nanos();
    turn.set(now(date, nanos), date, nanos);
  }
}
