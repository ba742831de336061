package dev.praetor.client.model;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An event: something that happened on a server beside the states of runs. Immutable.
 *
 * @param kind the name of the kind, as in the schema: {@code WORKER_LOST}
 * @param actor the person or process that made it happen; may be empty
 * @param text the event in words
 * @param data further facts, which depend on the kind
 */
public record EventInfo(
    String id, Instant time, String kind, About about, String actor, String text, JsonNode data) {
  public static final String FIELDS =
      "id time kind project flow { key } runId scheduleId workerId worker { name } pool actor text data";

  /**
   * The things that an event is about, by name or id; they may have been deleted since.
   *
   * @param worker the id of the worker
   * @param workerName its name, while its record is kept
   */
  public record About(
      Optional<String> project,
      Optional<String> flow,
      Optional<String> run,
      Optional<String> schedule,
      Optional<String> worker,
      Optional<String> workerName,
      Optional<String> pool) {}

  public static EventInfo of(Json json) {
    return new EventInfo(
        json.text("id"),
        json.time("time"),
        json.text("kind"),
        new About(
            json.optionalText("project"),
            json.at("flow").optionalText("key"),
            json.optionalText("runId"),
            json.optionalText("scheduleId"),
            json.optionalText("workerId"),
            json.at("worker").optionalText("name"),
            json.optionalText("pool")),
        json.text("actor"),
        json.text("text"),
        json.node().path("data"));
  }
}
