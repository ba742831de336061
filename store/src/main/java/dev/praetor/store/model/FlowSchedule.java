package dev.praetor.store.model;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A schedule of a flow, and what people have set on it: the schedule in the code of the flow, as
 * the process that served the flow last has it, or a schedule that people added.
 *
 * @param id the id: the name of the flow for the schedule in its code
 * @param flow the name of the flow
 * @param pause the pause; absent if the schedule is not paused
 * @param skipped the instants that are left out and have not passed, in time order
 * @param handled the instant up to which runs have been made
 * @param added who added it and when; absent for the schedule in the code of the flow
 */
public record FlowSchedule(
    String id,
    String flow,
    Schedule schedule,
    Optional<SchedulePause> pause,
    List<SkippedInstant> skipped,
    Instant handled,
    Optional<FlowSchedule.Added> added) {
  /**
   * The fact that people added a schedule.
   *
   * @param revision a number that changes whenever the schedule does
   */
  public record Added(String by, Instant time, long revision) {}

  public FlowSchedule {
    skipped = List.copyOf(skipped);
  }

  /** Returns the schedule in words. */
  public String explanation() {
    return schedule.explain();
  }

  /**
   * Returns the next {@code n} occurrences strictly after an instant for which runs are to be made:
   * without instants that are left out, and none while the schedule is paused.
   *
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp if the filter refuses too many times in a row
   */
  public List<Occurrence> next(int n, Instant after) {
    return pause.isPresent()
        ? List.of()
        : schedule.stream(after).filter(each -> !isSkipped(each.at())).limit(n).toList();
  }

  /** Returns whether an instant is left out. */
  public boolean isSkipped(Instant instant) {
    return skipped.stream().anyMatch(each -> each.instant().equals(instant));
  }
}
