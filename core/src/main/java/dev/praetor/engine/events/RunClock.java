package dev.praetor.engine.events;

import dev.praetor.engine.Timekeeper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The times that a run records: dates that follow the clock on the wall forward and never go back
 * with it, so that the order of a history is right although the clock is adjusted. Times are in
 * microseconds. Thread-safe.
 */
public final class RunClock {
  private static final int MICRO = 1_000;
  private static final long MICROS_A_SECOND = 1_000_000;

  private final Timekeeper time;
  private final AtomicReference<Anchor> anchor;

  /** A date as seconds and microseconds, and the elapsed time at which it was the date. */
  private record Anchor(long seconds, int micros, long nanos) {
    static Anchor of(Instant date, long nanos) {
      return new Anchor(date.getEpochSecond(), date.getNano() / MICRO, nanos);
    }

    /** Returns the date at an elapsed time, unless the clock on the wall is ahead of it. */
    @Nullable Instant unlessBefore(Instant wall, long elapsed) {
      long all = micros + (elapsed - nanos) / MICRO;
      long second = seconds + all / MICROS_A_SECOND;
      int micro = (int) (all % MICROS_A_SECOND);
      long ahead = wall.getEpochSecond() - second;
      return ahead > 0 || ahead == 0 && wall.getNano() / MICRO > micro
          ? null
          : Instant.ofEpochSecond(second, (long) micro * MICRO);
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
        new AtomicReference<>(Anchor.of(now.isBefore(earliest) ? earliest : now, time.nanos()));
  }

  /** Returns the time to record now, never before a time that it has returned. */
  public Instant now() {
    return now(time.instant(), time.nanos());
  }

  private Instant now(Instant wall, long nanos) {
    while (true) {
      Anchor last = anchor.get();
      Instant date = last.unlessBefore(wall, nanos);
      if (date != null) {
        return date;
      }
      if (anchor.compareAndSet(last, Anchor.of(wall, nanos))) {
        return wall.truncatedTo(ChronoUnit.MICROS);
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
