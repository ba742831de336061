package dev.praetor.store.query.row;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoredRun;
import java.time.Duration;
import java.util.Optional;

/**
 * A run in a list, without its history and the life of its owner.
 *
 * @param entry the terms on which the run entered
 * @param isPinned true if the run is kept by retention and pruning
 */
public record RunRow(
    RunId id,
    StoredRun.Definition definition,
    Lineage lineage,
    StoredRun.RunTimes times,
    Status status,
    RunEntry entry,
    Ownership ownership,
    boolean isPinned) {
  /**
   * The code, the schedule and the other runs from which a run originates.
   *
   * @param parent the task run of which this run is a part
   * @param restartOf the earlier run of which this run is a restart or a retry
   * @param code the SHA-256 of the registered package with the code of the run, if it has one
   * @param bySchedule true if a schedule made the run, or the run is a restart of such a run
   */
  public record Lineage(
      RunOrigin origin,
      Optional<String> code,
      Optional<Journal.Parent> parent,
      Optional<RunId> restartOf,
      boolean bySchedule) {}

  /** The recorded state of a run. A run that waits for approvals only is recorded as Running. */
  public record Status(StateType state, String message) {}

  /**
   * The process that may write to a run.
   *
   * @param process the id of the open store of the process; absent if no process owns the run
   * @param epoch the number of this owner among all owners of the run
   * @param crashes the number of earlier owners that died
   */
  public record Ownership(Optional<String> process, int epoch, int crashes) {}

  /** Returns the name of the flow. */
  public String flow() {
    return definition.flow();
  }

  public StateType state() {
    return status.state();
  }

  /** Returns the time from the start to the end, if the run has ended. */
  public Optional<Duration> duration() {
    return times.started().flatMap(from -> times.ended().map(to -> Duration.between(from, to)));
  }

  /** Returns the time from when the run was due to its start, if it has started. */
  public Optional<Duration> lateness() {
    return times.started().map(start -> Duration.between(times.scheduled(), start));
  }
}
