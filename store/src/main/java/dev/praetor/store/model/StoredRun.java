package dev.praetor.store.model;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as the store has it. Times are kept to the microsecond.
 *
 * @param history the states that were written, oldest first; never empty
 */
public record StoredRun(
    RunId id,
    Definition definition,
    Lineage lineage,
    RunTimes times,
    List<Transition> history,
    Owner owner) {
  /**
   * The flow that is run, and what it was given.
   *
   * @param version the version of the flow; absent for a run within another one where several flows
   *     share its name
   * @param name the name of the run
   * @param parameters as a JSON object
   */
  public record Definition(String flow, Optional<String> version, String name, String parameters) {}

  /**
   * The code and the runs a run comes from.
   *
   * @param parent the task run it is a part of
   * @param restartOf the run it is another try of
   */
  public record Lineage(
      RunOrigin origin, Optional<Journal.Parent> parent, Optional<RunId> restartOf) {}

  /** The times it was made, was due, began and ended. */
  public record RunTimes(
      Instant created, Instant scheduled, Optional<Instant> started, Optional<Instant> ended) {}

  public StoredRun {
    history = List.copyOf(history);
  }

  public String flow() {
    return definition.flow();
  }

  public Optional<String> version() {
    return definition.version();
  }

  public String name() {
    return definition.name();
  }

  public String parameters() {
    return definition.parameters();
  }

  public RunOrigin origin() {
    return lineage.origin();
  }

  public Optional<Journal.Parent> parent() {
    return lineage.parent();
  }

  public Optional<RunId> restartOf() {
    return lineage.restartOf();
  }

  public State state() {
    return history.getLast().state();
  }

  /** Tells whether the process that ran it has ended before the run did. */
  public boolean isLost() {
    return !state().isFinished() && !owner.alive();
  }
}
