package dev.praetor.store.model;

import dev.praetor.RunId;
import dev.praetor.State;

/** The answer of a store to a run that asks to enter. Each answer but a repeated one is durable. */
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
   * Nothing is recorded, because an earlier entry with the same key made a run.
   *
   * @param run the run that the earlier entry made
   */
  record Repeated(RunId run) implements Admission {}
}
