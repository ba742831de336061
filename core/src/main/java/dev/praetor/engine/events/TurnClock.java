package dev.praetor.engine.events;

import java.time.Instant;

/**
 * The time of the loop's current turn, which is the same for all decisions of the turn. For the
 * owner of the run.
 */
public final class TurnClock {
  private Instant now;

  public TurnClock(Instant now) {
    this.now = now;
  }

  public Instant now() {
    return now;
  }

  public void turn(Instant next) {
    now = next;
  }
}
