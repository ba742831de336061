package dev.praetor.engine.events;

import java.util.ArrayList;
import java.util.List;

/**
 * The pauses of a run: while it is paused, nothing new begins. Counts the time of all pauses, and
 * holds back actions until the pause ends. For the owner of the run.
 */
public final class Pauses {
  private final TurnClock clock;
  private List<Runnable> held = new ArrayList<>();
  private boolean paused;
  private long since;
  private long earlier;

  public Pauses(TurnClock clock) {
    this.clock = clock;
  }

  public boolean isPaused() {
    return paused;
  }

  /** Begins a pause, unless the run is paused. */
  public void begin() {
    if (!paused) {
      paused = true;
      since = clock.nanos();
    }
  }

  /** Ends the pause, and does what was held back. */
  public void end() {
    if (!paused) {
      return;
    }
    paused = false;
    earlier += clock.nanos() - since;
    List<Runnable> released = held;
    held = new ArrayList<>();
    released.forEach(Runnable::run);
  }

  /** Holds an action back until the pause ends. */
  public void hold(Runnable action) {
    held.add(action);
  }

  /** Returns the length of all pauses until now, in nanoseconds. */
  public long nanos() {
    return earlier + (paused ? clock.nanos() - since : 0);
  }
}
