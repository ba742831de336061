package dev.praetor.store.model;

import dev.praetor.Occurrence;
import dev.praetor.schedule.Overlap;
import java.util.Optional;

/**
 * A run that is due by the schedule of its flow.
 *
 * @param occurrence the occurrence for which it is made
 * @param overlap the rule for earlier runs of the schedule that have not ended
 * @param isLast true if all other occurrences of the schedule at the same instant were handled
 *     before this one
 * @param added the schedule, if people added it to the flow; absent for the schedule in its code
 */
public record DueRun(
    Occurrence occurrence, Overlap overlap, boolean isLast, Optional<DueRun.Added> added) {
  /** Creates a run that is due by the schedule in the code of its flow. */
  public DueRun(Occurrence occurrence, Overlap overlap, boolean isLast) {
    this(occurrence, overlap, isLast, Optional.empty());
  }

  /**
   * A schedule that people added.
   *
   * @param revision the revision by which the run is due; another revision makes other runs
   */
  public record Added(String id, long revision) {}
}
