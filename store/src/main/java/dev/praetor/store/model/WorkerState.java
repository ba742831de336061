package dev.praetor.store.model;

import java.util.Locale;

/** The states of a worker. */
public enum WorkerState {
  /** It takes runs. */
  RUNNING,
  /** It takes no more runs, and ends when its runs have ended. */
  DRAINING,
  /** Its process has ended, or has not been heard for the length of a lease. */
  ENDED;

  /** Returns the name for people. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
