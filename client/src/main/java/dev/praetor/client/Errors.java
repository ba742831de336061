package dev.praetor.client;

import dev.praetor.PraetorException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** Reads the answers of a server, and the errors in them. */
final class Errors {
  private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

  private Errors() {}

  /**
   * Reads an answer as JSON.
   *
   * @throws ServerUnreachable if it is no JSON
   */
  static JsonNode read(URI address, String text) {
    try {
      return ClientJson.MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw foreign(address, 200, e);
    }
  }

  /** Returns the exception for an answer with an error. */
  static PraetorException of(URI address, int status, String body) {
    JsonNode error;
    try {
      error = ClientJson.MAPPER.readTree(body).path("error");
    } catch (JacksonException e) {
      return foreign(address, status, e);
    }
    String code = error.path("code").asString("");
    String message = error.path("message").asString("");
    return code.isEmpty() || message.isEmpty()
        ? foreign(address, status, null)
        : new ServerRefused(
            code, "a request to " + address, message, details(error.path("details")));
  }

  /** Returns the exception for the first error of an answer in GraphQL. */
  static ServerRefused ofGraphQl(URI address, JsonNode errors) {
    JsonNode first = errors.path(0);
    JsonNode extensions = first.path("extensions");
    return new ServerRefused(
        extensions.path("code").asString("BAD_REQUEST"),
        "a request to " + address,
        first.path("message").asString("the request failed"),
        details(extensions.path("details")));
  }

  private static List<Map<String, Object>> details(JsonNode details) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (JsonNode each : details) {
      if (each.isObject()) {
        all.add(ClientJson.MAPPER.convertValue(each, DETAIL));
      }
    }
    return all;
  }

  /** Returns the exception for an answer that no Praetor server gives. */
  static ServerUnreachable foreign(URI address, int status, @Nullable Throwable cause) {
    return new ServerUnreachable(
        address,
        "what answers at %s is no Praetor server, or something stands between (status %d)"
            .formatted(address, status),
        "check the address",
        cause);
  }
}
