package dev.praetor.schedule;

/**
 * A search for the next occurrences that stopped at its limit without an answer, so that a filter
 * that lets almost nothing through is noticed and does not look like a schedule that has ended.
 */
public final class ScheduleSearchGaveUp extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public ScheduleSearchGaveUp(String message) {
    super(message);
  }
}
