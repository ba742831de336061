package dev.praetor.engine.document;

import dev.praetor.engine.codec.ExactJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of displayed values: numbers are exact, and texts and numbers have any length. */
final class DisplayJson {
  static final JsonMapper MAPPER = ExactJson.MAPPER;

  private DisplayJson() {}

  static JsonNode text(String text) {
    return MAPPER.getNodeFactory().stringNode(text);
  }

  /**
   * Returns a text as JSON; as a string if it is not JSON, for example because a number was masked.
   */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException notJson) {
      return text(json);
    }
  }
}
