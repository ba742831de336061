package dev.praetor.engine.loop;

import java.time.Instant;

/**
 * The time of the loop's current turn, which is the same for all decisions of the turn. For the
 * owner of the run.
 */
final class TurnClock {
  private Instant now;

  TurnClock(Instant now) {
    this.now = now;
  }

  Instant now() {
    return now;
  }

  void turn(Instant next) {
    now = next;
  }
}
