package dev.praetor.client.model;

import java.time.Instant;

/**
 * A variable. Immutable.
 *
 * @param version the number of times that it was set
 * @param setBy the person or the key that set it last; empty if that is not known
 */
public record VariableInfo(
    String project,
    String name,
    String value,
    int version,
    Instant created,
    Instant set,
    String setBy) {
  public static final String FIELDS = "project name value version created set setBy";

  public static VariableInfo of(Json json) {
    return new VariableInfo(
        json.text("project"),
        json.text("name"),
        json.text("value"),
        json.number("version"),
        json.time("created"),
        json.time("set"),
        json.optionalText("setBy").orElse(""));
  }
}
