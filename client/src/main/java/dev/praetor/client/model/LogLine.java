package dev.praetor.client.model;

import java.time.Instant;

/**
 * A line of the log of a run. Immutable.
 *
 * @param id the id, which grows from line to line of a run
 * @param index the index of the child; -1 for a node that is not mapped
 * @param attempt the number of the attempt; 0 for a line that the server wrote itself
 */
public record LogLine(
    long id,
    String node,
    int index,
    int attempt,
    Instant time,
    String level,
    String logger,
    String text) {
  public static final String FIELDS = "id node index attempt time level logger text";

  public static LogLine of(Json json) {
    return new LogLine(
        json.large("id"),
        json.text("node"),
        json.number("index"),
        json.number("attempt"),
        json.time("time"),
        json.text("level"),
        json.text("logger"),
        json.text("text"));
  }
}
