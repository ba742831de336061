package dev.praetor.client.model;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A run that a schedule will make. Immutable.
 *
 * @param parameters the parameters that the schedule gives to it
 * @param skipped true if no run will be made because the time is left out
 * @param paused true if no run will be made because the schedule is paused
 */
public record Upcoming(
    String flow, Instant at, JsonNode parameters, boolean skipped, boolean paused) {
  public static final String FIELDS = "flow { key } at parameters skipped paused";

  public static Upcoming of(Json json) {
    return new Upcoming(
        json.at("flow").text("key"),
        json.time("at"),
        json.node().path("parameters"),
        json.is("skipped"),
        json.is("paused"));
  }
}
