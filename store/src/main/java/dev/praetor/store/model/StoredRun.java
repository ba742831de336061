package dev.praetor.store.model;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.store.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as the store has it. Times are kept to the microsecond.
 *
 * @param version the version of its flow; absent for a run within another one where several flows
 *     share its name
 * @param name what it is called
 * @param parameters as a JSON object
 * @param parent the task run it is a part of
 * @param restartOf the run it is another try of
 * @param history the states that were written, oldest first
 */
public record StoredRun(
    RunId id,
    String flow,
    Optional<String> version,
    String name,
    String parameters,
    Optional<Journal.Parent> parent,
    Optional<RunId> restartOf,
    RunStore.Origin origin,
    RunTimes times,
    State state,
    List<Transition> history,
    Owner owner) {
  /** When it was made, was due, began and ended. */
  public record RunTimes(
      Instant created, Instant scheduled, Optional<Instant> started, Optional<Instant> ended) {}

  public StoredRun {
    history = List.copyOf(history);
  }

  /** Whether it cannot go on by itself: it has not ended, but the process that ran it has. */
  public boolean isLost() {
    return !state.isFinished() && !owner.alive();
  }
}
