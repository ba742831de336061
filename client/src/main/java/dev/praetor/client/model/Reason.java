package dev.praetor.client.model;

import tools.jackson.databind.JsonNode;

/**
 * A reason for which a run waits. Immutable.
 *
 * @param kind the kind, such as {@code FLOW_LIMIT}
 * @param text the reason in words
 * @param details the facts of the reason, which depend on its kind
 */
public record Reason(String kind, String text, JsonNode details) {
  public static final String FIELDS = "{ kind text details }";

  public static Reason of(Json json) {
    return new Reason(json.text("kind"), json.text("text"), json.node().path("details"));
  }
}
