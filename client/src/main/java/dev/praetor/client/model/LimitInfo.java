package dev.praetor.client.model;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import java.time.Instant;
import java.util.Optional;

/**
 * A limit over all runs. Immutable.
 *
 * @param name the name of the flow or tag
 * @param most the largest number at the same time
 * @param used the number in progress now
 * @param author the person who set it
 * @param time the time at which it was set
 */
public record LimitInfo(Scope scope, String name, int most, int used, String author, Instant time) {
  public static final String FIELDS = "scope name n used author time";

  /** The things that a limit counts. */
  public enum Scope {
    /** Runs of a flow. */
    FLOW,
    /** Attempts of tasks with a tag. */
    TAG
  }

  /**
   * A run or an attempt that counts towards a limit.
   *
   * @param task the path of the task run whose attempt holds a slot of a tag; absent for the limit
   *     of a flow
   */
  public record Holder(RunId run, Optional<TaskPath> task) {
    public static Holder of(Json json) {
      return new Holder(json.at("run").run("id"), json.optionalText("task").map(TaskPath::parse));
    }
  }

  public static LimitInfo of(Json json) {
    return new LimitInfo(
        Scope.valueOf(json.text("scope")),
        json.text("name"),
        json.number("n"),
        json.number("used"),
        json.text("author"),
        json.time("time"));
  }
}
