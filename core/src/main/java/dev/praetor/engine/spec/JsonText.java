package dev.praetor.engine.spec;

import dev.praetor.engine.codec.ExactJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Texts as JSON values. */
final class JsonText {
  private JsonText() {}

  static JsonNode of(String text) {
    return ExactJson.MAPPER.getNodeFactory().stringNode(text);
  }

  /** Returns the value that a text is as JSON; a text that is not JSON is a text. */
  static JsonNode parse(String text) {
    try {
      JsonNode read = ExactJson.MAPPER.readTree(text);
      return read.isMissingNode() ? of(text) : read;
    } catch (JacksonException e) {
      return of(text);
    }
  }
}
