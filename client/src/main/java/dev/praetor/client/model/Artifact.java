package dev.praetor.client.model;

import java.time.Instant;

/**
 * An artifact that a task run published, without its content. Immutable.
 *
 * @param index the index of the child; -1 for a node that is not mapped
 * @param size the number of characters
 */
public record Artifact(String node, int index, String name, int attempt, Instant time, long size) {
  public static final String FIELDS = "{ node index name attempt time size }";

  public static Artifact of(Json json) {
    return new Artifact(
        json.text("node"),
        json.number("index"),
        json.text("name"),
        json.number("attempt"),
        json.time("time"),
        json.large("size"));
  }
}
