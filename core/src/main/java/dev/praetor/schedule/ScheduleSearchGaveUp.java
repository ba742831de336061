package dev.praetor.schedule;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/**
 * A search for the next occurrences that stopped at its limit without an answer, so that a filter
 * that lets almost nothing through is noticed and does not look like a schedule that has ended.
 */
public final class ScheduleSearchGaveUp extends PraetorException {
  private static final long serialVersionUID = 1;

  public ScheduleSearchGaveUp(String message) {
    super(ErrorCode.SEARCH_GAVE_UP, "schedule", message, "");
  }
}
