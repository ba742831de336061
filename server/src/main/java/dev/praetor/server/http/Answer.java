package dev.praetor.server.http;

import dev.praetor.server.error.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer to a request.
 *
 * @param headers headers beside those of every answer
 */
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer json(int status, JsonNode body) {
    return new Answer(status, JSON, JsonMapper.shared().writeValueAsBytes(body), Map.of());
  }

  public static Answer text(String contentType, String body) {
    return new Answer(200, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public static Answer error(ApiError error) {
    return new Answer(error.status(), JSON, error.json(), Map.of());
  }

  Answer withHeader(String name, String value) {
    return new Answer(status, contentType, body, Map.of(name, value));
  }
}
