package dev.praetor.client.model;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A task run: a node of a run, or a child of a mapped node. Immutable.
 *
 * @param node the node, with the outer indexes if there are any: {@code work[2]}
 * @param index the index of the child; -1 for a node that is not mapped, and for a mapped node
 *     itself
 * @param attempts the number of attempts that began
 * @param failure the failure of the last attempt
 * @param history the states, oldest first; never empty
 */
public record TaskRunInfo(
    String node,
    int index,
    String label,
    int attempts,
    Times times,
    Result result,
    Optional<Failure> failure,
    List<Transition> history) {
  public static final String FIELDS =
      """
      node index label attempts created started ended value valueSize valueOmitted
      failure %s history %s\
      """
          .formatted(FailureInfo.FIELDS, TransitionInfo.FIELDS);

  /** The times at which a task run was created, started and ended. */
  public record Times(Instant created, Optional<Instant> started, Optional<Instant> ended) {}

  /**
   * The result of a task run.
   *
   * @param value the result; absent if there is none, or it is null
   * @param size the length of a large result in bytes; absent for others
   * @param omitted the reason there is no result, or it is another one than was returned
   */
  public record Result(Optional<JsonNode> value, Optional<Long> size, Optional<String> omitted) {}

  public TaskRunInfo {
    history = List.copyOf(history);
  }

  public static TaskRunInfo of(Json json) {
    return new TaskRunInfo(
        json.text("node"),
        json.number("index"),
        json.text("label"),
        json.number("attempts"),
        new Times(json.time("created"), json.optionalTime("started"), json.optionalTime("ended")),
        new Result(
            json.at("value").map(Json::node),
            json.optionalLarge("valueSize"),
            json.optionalText("valueOmitted")),
        json.at("failure").map(FailureInfo::of),
        json.list("history", TransitionInfo::of));
  }

  /** Returns the state. */
  public State state() {
    return history.getLast().state();
  }
}
