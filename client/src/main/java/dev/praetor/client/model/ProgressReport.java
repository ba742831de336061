package dev.praetor.client.model;

import java.time.Instant;

/**
 * The progress that a task run reported last. Immutable.
 *
 * @param index the index of the child; -1 for a node that is not mapped
 * @param part the completed part, from 0 to 1
 */
public record ProgressReport(String node, int index, Instant time, double part, String message) {
  public static final String FIELDS = "{ node index time part message }";

  public static ProgressReport of(Json json) {
    return new ProgressReport(
        json.text("node"),
        json.number("index"),
        json.time("time"),
        json.node().path("part").asDouble(0),
        json.text("message"));
  }
}
