package dev.praetor.store.model;

import dev.praetor.RunId;
import dev.praetor.State;

/**
 * The answer of a store to a run that asks to enter. Each answer with a recorded run is durable.
 */
public sealed interface Admission {
  /** The run is recorded, and starts in this process at once. */
  record Starts() implements Admission {}

  /**
   * The run is recorded, and waits.
   *
   * @param state its state: Scheduled or Queued, with the reason
   */
  record Waits(State state) implements Admission {}

  /**
   * The run is recorded as skipped, because an earlier run of the schedule has not ended.
   *
   * @param state its state, with the run that is in its way
   */
  record Skips(State state) implements Admission {}

  /**
   * Nothing is recorded, because an earlier entry with the same key, or for the same occurrence of
   * a schedule, made a run.
   *
   * @param run the run that the earlier entry made
   */
  record Repeated(RunId run) implements Admission {}

  /**
   * Nothing is recorded, because the schedule is paused or the flow is archived. The occurrence is
   * not handled: it may be made up when the schedule is resumed.
   */
  record Paused() implements Admission {}

  /** Nothing is recorded, because a person has left out this instant of the schedule. */
  record LeftOut() implements Admission {}
}
