package dev.praetor.client.model;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A version of a flow: a description of its graph. Immutable.
 *
 * @param id the hash of the description
 * @param created the time at which it was recorded
 * @param graph the description: tasks, edges, parameters, schedules
 */
public record FlowVersionInfo(String id, String flow, Instant created, JsonNode graph) {
  public static final String FIELDS = "id flow { key } created graph";

  public static FlowVersionInfo of(Json json) {
    return new FlowVersionInfo(
        json.text("id"),
        json.at("flow").text("key"),
        json.time("created"),
        json.node().path("graph"));
  }
}
