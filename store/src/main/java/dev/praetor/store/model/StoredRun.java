package dev.praetor.store.model;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded run. Times have a precision of a microsecond.
 *
 * @param history the recorded states, oldest first; never empty
 * @param entry the terms on which the run entered
 */
public record StoredRun(
    RunId id,
    Definition definition,
    Lineage lineage,
    RunTimes times,
    List<Transition> history,
    Owner owner,
    RunEntry entry) {
  /**
   * The flow of a run, and its parameters.
   *
   * @param flow the name of the flow
   * @param version the version of the flow; absent for a run within another run if several flows
   *     share the name
   * @param name the name of the run
   * @param parameters the parameters as a JSON object
   * @param parameterNotes for each parameter whose recorded value differs from the given one, the
   *     reason, such as a secret in it
   */
  public record Definition(
      String flow,
      Optional<String> version,
      String name,
      String parameters,
      Map<String, String> parameterNotes) {
    public Definition {
      parameterNotes = Map.copyOf(parameterNotes);
    }
  }

  /**
   * The code and the other runs from which a run originates.
   *
   * @param parent the task run of which this run is a part
   * @param restartOf the earlier run of which this run is a restart or a retry
   */
  public record Lineage(
      RunOrigin origin, Optional<Journal.Parent> parent, Optional<RunId> restartOf) {}

  /** The times at which a run was created, was due, started and ended. */
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

  public Map<String, String> parameterNotes() {
    return definition.parameterNotes();
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

  /** Returns whether the process that owned the run ended before the run did. */
  public boolean isLost() {
    return !state().isFinished() && !isWaiting() && !owner.alive();
  }

  /** Returns whether the run is in progress, and its owner was not heard for 20 seconds. */
  public boolean isSuspect() {
    return !state().isFinished() && !isWaiting() && owner.alive() && owner.suspect();
  }

  /**
   * Returns whether the run has ended because too many of its processes died. A person may resume
   * it.
   */
  public boolean isGivenUp() {
    return state().type() == StateType.CRASHED
        && owner.id().equals(Owner.NOBODY)
        && owner.epoch() > 0;
  }

  /** Returns whether no process has started the run yet. */
  public boolean isWaiting() {
    return isWaiting(state());
  }

  /** Returns whether no process has started a run in this state yet. */
  public static boolean isWaiting(State state) {
    return state.type() == StateType.SCHEDULED || state.type() == StateType.QUEUED;
  }
}
