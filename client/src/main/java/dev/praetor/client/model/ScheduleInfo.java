package dev.praetor.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The schedule of a flow. Immutable.
 *
 * @param id the id by which it is paused, resumed and skipped
 * @param added who added it and when; absent for the schedule in the code of the flow
 * @param definition the schedule as an object
 * @param explanation the schedule in words
 * @param pause the pause; absent if it is not paused
 * @param skipped the times that are left out and have not passed
 * @param next the next times for which runs are to be made; none while it is paused
 * @param handled the time up to which runs have been made
 */
public record ScheduleInfo(
    String id,
    String flow,
    Optional<Added> added,
    JsonNode definition,
    String explanation,
    Optional<Pause> pause,
    List<Skip> skipped,
    List<Instant> next,
    Instant handled) {
  public static final String FIELDS =
      """
      id flow { key } addedBy created definition explanation pause { by why since } skipped { at by why decided }
      next(first: 3) handled\
      """;

  /** The fact that people added a schedule: the person and the time. */
  public record Added(String by, Instant time) {}

  /** The pause of a schedule: the person, the reason and the time. */
  public record Pause(String by, String why, Instant since) {}

  /** A time that somebody has left out: the person, the reason, and when that was decided. */
  public record Skip(Instant at, String by, String why, Instant decided) {}

  public ScheduleInfo {
    skipped = List.copyOf(skipped);
    next = List.copyOf(next);
  }

  public static ScheduleInfo of(Json json) {
    return new ScheduleInfo(
        json.text("id"),
        json.at("flow").text("key"),
        json.at("created").map(_ -> new Added(json.text("addedBy"), json.time("created"))),
        json.node().path("definition"),
        json.text("explanation"),
        json.at("pause")
            .map(pause -> new Pause(pause.text("by"), pause.text("why"), pause.time("since"))),
        json.list(
            "skipped",
            each ->
                new Skip(each.time("at"), each.text("by"), each.text("why"), each.time("decided"))),
        json.list("next", each -> Instant.parse(each.node().asString())),
        json.time("handled"));
  }
}
