package dev.praetor.engine.events;

import dev.praetor.engine.Timekeeper;

/**
 * A hand-over of the run to another process, while this one still has a little time.
 *
 * @param why the reason for it
 * @param last the elapsed time until which the run may proceed here, in nanoseconds
 */
public record HandOver(String why, long last) {
  /** Returns whether the process ends before something is due. */
  public boolean endsBefore(Timekeeper.Due next, TurnClock now) {
    return next.left(now.nanos(), now.date()) > last - now.nanos();
  }
}
