package dev.praetor.client.model;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A run of a flow. Immutable.
 *
 * @param code the flow, its version and the code of the run
 * @param input the parameters and the terms on which the run entered
 * @param lineage the other runs from which the run originates
 * @param status the recorded state
 * @param history the states as people see them, oldest first; never empty
 * @param owner the process that may write to the run
 * @param ownership the number of owners so far, and of the dead ones
 */
public record RunInfo(
    RunId id,
    String name,
    Code code,
    Input input,
    Lineage lineage,
    Times times,
    Status status,
    List<Transition> history,
    RunOwner owner,
    Ownership ownership) {
  public static final String FIELDS =
      """
      id name flow { key } version { id } target registered state message
      parameters parameterNotes labels priority idempotencyKey pool needs
      origin createdBy parent { id } parentTask restartOf { id }
      created scheduled started ended
      history %s owner %s attempt crashes\
      """
          .formatted(TransitionInfo.FIELDS, RunOwner.FIELDS);

  /**
   * The code of a run.
   *
   * @param flow the name of the flow
   * @param version the hash of the flow's description; absent if it is not known
   * @param target the file or class from which the code was loaded; empty if it is not known
   * @param registered true if the code is registered, so that workers start and resume the run
   */
  public record Code(String flow, Optional<String> version, String target, boolean registered) {}

  /**
   * The input of a run.
   *
   * @param parameters the parameters as an object
   * @param parameterNotes the reasons for which recorded values differ from the given ones
   * @param idempotencyKey the key, if one was given
   * @param pool the pool of the workers that may start the run
   * @param needs the labels that such a worker must have
   */
  public record Input(
      JsonNode parameters,
      Map<String, String> parameterNotes,
      Map<String, String> labels,
      int priority,
      Optional<String> idempotencyKey,
      String pool,
      List<String> needs) {
    public Input {
      needs = List.copyOf(needs);
      parameterNotes = Map.copyOf(parameterNotes);
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
  }

  /**
   * The origin of a run.
   *
   * @param origin SCHEDULE, RUN, RESTART or PERSON
   * @param createdBy the user or program that started it
   * @param parent the run of which it is a part
   * @param parentTask the task run of the parent that it is
   * @param restartOf the run of which it is a restart or a retry
   */
  public record Lineage(
      String origin,
      String createdBy,
      Optional<RunId> parent,
      Optional<String> parentTask,
      Optional<RunId> restartOf) {}

  /** The times at which a run was created, was due, started and ended. */
  public record Times(
      Instant created, Instant scheduled, Optional<Instant> started, Optional<Instant> ended) {}

  /**
   * The recorded state of a run: unlike the last one of its history, Running while the run only
   * waits for approvals.
   */
  public record Status(StateType state, String message) {}

  /** The number of processes that have owned a run, and of the dead ones meanwhile. */
  public record Ownership(int attempt, int crashes) {}

  public RunInfo {
    history = List.copyOf(history);
  }

  public static RunInfo of(Json json) {
    return new RunInfo(
        json.run("id"),
        json.text("name"),
        new Code(
            json.at("flow").text("key"),
            json.at("version").optionalText("id"),
            json.text("target"),
            json.is("registered")),
        new Input(
            json.node().path("parameters"),
            json.texts("parameterNotes"),
            json.texts("labels"),
            json.number("priority"),
            json.optionalText("idempotencyKey"),
            json.text("pool"),
            json.list("needs", each -> each.node().asString())),
        new Lineage(
            json.text("origin"),
            json.text("createdBy"),
            json.at("parent").map(parent -> parent.run("id")),
            json.optionalText("parentTask"),
            json.at("restartOf").map(earlier -> earlier.run("id"))),
        new Times(
            json.time("created"),
            json.time("scheduled"),
            json.optionalTime("started"),
            json.optionalTime("ended")),
        new Status(json.state("state"), json.text("message")),
        json.list("history", TransitionInfo::of),
        RunOwner.of(json.at("owner")),
        new Ownership(json.number("attempt"), json.number("crashes")));
  }

  /** Returns the name of the flow. */
  public String flow() {
    return code.flow();
  }

  /** Returns the state as people see it: a run that waits for approvals only is Paused. */
  public State state() {
    return history.getLast().state();
  }

  /** Returns whether no process has started the run yet. */
  public boolean isWaiting() {
    return state().type() == StateType.SCHEDULED || state().type() == StateType.QUEUED;
  }

  /** Returns whether the process that owned the run ended before the run did. */
  public boolean isLost() {
    return !state().isFinished() && !isWaiting() && owner.life() == RunOwner.Life.ENDED;
  }
}
