package dev.praetor.engine.events;

import dev.praetor.engine.Timekeeper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The times that a run records: dates that follow the clock on the wall forward and never go back
 * with it, so that the order of a history is right although the clock is adjusted. Times are in
 * microseconds. Thread-safe.
 */
public final class RunClock {
  private static final long MICRO = 1_000;
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final long FAR = Long.MAX_VALUE / MICROS_A_SECOND - 1;

  private final Timekeeper time;
  private final AtomicReference<Anchor> anchor;

  /** A date in whole microseconds, and the elapsed time at which it was the date. */
  private record Anchor(Instant date, long nanos) {
    long microsSince(long elapsed) {
      return (elapsed - nanos) / MICRO;
    }

    long microsUntil(Instant wall) {
      long seconds = wall.getEpochSecond() - date.getEpochSecond();
      if (Math.abs(seconds) > FAR) {
        return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      return seconds * MICROS_A_SECOND + wall.getNano() / MICRO - date.getNano() / MICRO;
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
        new AtomicReference<>(
            new Anchor(
                (now.isBefore(earliest) ? earliest : now).truncatedTo(ChronoUnit.MICROS),
                time.nanos()));
  }

  /** Returns the time to record now, never before a time that it has returned. */
  public Instant now() {
    return now(time.instant(), time.nanos());
  }

  private Instant now(Instant wall, long nanos) {
    while (true) {
      Anchor last = anchor.get();
      long since = last.microsSince(nanos);
      if (last.microsUntil(wall) <= since) {
        return last.date().plusNanos(since * MICRO);
      }
      Instant date = wall.truncatedTo(ChronoUnit.MICROS);
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
