package dev.praetor.store.db;

/** Conditions on rows of runs that several statements must agree on. */
public final class RunConditions {
  /** The states of a run that no process has started yet. */
  public static final String WAITING = "('Scheduled', 'Queued')";

  /** The condition of a run in progress that is not a part of another run. */
  public static final String IN_PROGRESS =
      "ended IS NULL AND parent IS NULL AND state NOT IN " + WAITING;

  private RunConditions() {}
}
