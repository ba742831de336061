package dev.praetor.client;

import java.net.URI;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as it travels: decimals keep all of their digits. */
final class ClientJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ClientJson() {}

  /**
   * Reads an answer.
   *
   * @throws ServerUnreachable if it is no JSON
   */
  static JsonNode read(URI address, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw Errors.foreign(address, OK, e);
    }
  }

  private static final int OK = 200;
}
