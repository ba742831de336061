package dev.praetor.engine.events;

import dev.praetor.engine.Spans;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of the loop's current turn, which is the same for all decisions of the turn. For the
 * owner of the run.
 */
public final class TurnClock {
  private final RunClock clock;
  private Instant now = Instant.EPOCH;
  private Instant date = Instant.EPOCH;
  private long nanos;

  public TurnClock(RunClock clock) {
    this.clock = clock;
    turn();
  }

  /** Begins a turn. */
  public void turn() {
    clock.read(this);
  }

  void set(Instant recorded, Instant onTheWall, long elapsed) {
    now = recorded;
    date = onTheWall;
    nanos = elapsed;
  }

  /** Returns the time to record, which never goes back. */
  public Instant now() {
    return now;
  }

  /** Returns the date by the clock on the wall, with which other dates are compared. */
  public Instant date() {
    return date;
  }

  /** Returns the elapsed time in nanoseconds. */
  public long nanos() {
    return nanos;
  }

  /** Returns the elapsed time at which a length that begins now has passed. */
  public long after(Duration length) {
    return Spans.after(nanos, length);
  }
}
