package dev.praetor.schedule;

import java.util.List;

/**
 * The part of a schedule that says when its occurrences are: clocks, a filter on their times, and
 * adjustments of what passes. Immutable.
 *
 * @param clocks at least one
 * @param filter the times of the clocks that count
 * @param adjustments the moves of these times, one after the other
 */
public record Timetable(List<ScheduleClock> clocks, Filter filter, List<Adjustment> adjustments) {
  /** Copies the lists. */
  public Timetable {
    clocks = List.copyOf(clocks);
    adjustments = List.copyOf(adjustments);
  }
}
