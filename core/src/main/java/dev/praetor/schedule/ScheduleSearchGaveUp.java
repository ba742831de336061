package dev.praetor.schedule;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/**
 * Thrown if a search for the next occurrences stops at its limit without a result. Thereby a filter
 * that admits almost nothing is noticed and is not mistaken for a schedule that has ended.
 */
public final class ScheduleSearchGaveUp extends PraetorException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with its message. */
  public ScheduleSearchGaveUp(String message) {
    super(ErrorCode.SEARCH_GAVE_UP, "schedule", message, "");
  }
}
