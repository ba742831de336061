package dev.praetor.engine.document;

import dev.praetor.engine.codec.ExactJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of displayed values: numbers are exact, constants go by their names, and texts and
 * numbers have any length.
 */
final class DisplayJson {
  static final JsonMapper MAPPER =
      ExactJson.MAPPER
          .rebuild()
          .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
          .build();

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
