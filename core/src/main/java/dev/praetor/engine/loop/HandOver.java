package dev.praetor.engine.loop;

import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.events.TurnClock;

/**
 * A hand-over of the run to another process, while this one still has a little time.
 *
 * @param why the reason for it
 * @param last the elapsed time until which the run may proceed here, in nanoseconds
 */
record HandOver(String why, long last) {
  /** Returns whether the process ends before something is due. */
  boolean endsBefore(Timekeeper.Due next, TurnClock now) {
    return next.left(now.nanos(), now.date()) > last - now.nanos();
  }
}
