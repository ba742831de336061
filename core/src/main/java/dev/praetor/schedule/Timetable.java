package dev.praetor.schedule;

import java.util.List;

/**
 * The part of a schedule that determines its occurrences: clocks, a filter on their ticks, and
 * adjustments of the admitted ticks. Immutable.
 *
 * @param clocks the clocks, at least one
 * @param filter the filter on the ticks of the clocks
 * @param adjustments the adjustments of the admitted ticks, applied one after the other
 */
public record Timetable(List<ScheduleClock> clocks, Filter filter, List<Adjustment> adjustments) {
  /** Copies the lists. */
  public Timetable {
    clocks = List.copyOf(clocks);
    adjustments = List.copyOf(adjustments);
  }
}
