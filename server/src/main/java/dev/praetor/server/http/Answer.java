package dev.praetor.server.http;

import dev.praetor.server.error.ApiError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer to a request.
 *
 * @param body writes the body
 * @param headers headers beside those of every answer
 */
public record Answer(int status, String contentType, Body body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  /** Writes the body of an answer. */
  public sealed interface Body {
    /** A body that is in memory. */
    record Bytes(byte[] bytes) implements Body {}

    /** A body that is sent while it is made. An error breaks the connection off. */
    record Stream(Writer writer) implements Body {}
  }

  /** Writes text as UTF-8. */
  @FunctionalInterface
  public interface Writer {
    void write(PrintWriter out) throws IOException;
  }

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer json(int status, JsonNode body) {
    return of(status, JSON, JsonMapper.shared().writeValueAsBytes(body));
  }

  public static Answer text(String contentType, String body) {
    return of(200, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer error(ApiError error) {
    return of(error.status(), JSON, error.json());
  }

  /** Returns an answer whose body is sent while it is made. */
  public static Answer stream(String contentType, Writer body) {
    return new Answer(200, contentType, new Body.Stream(body), Map.of());
  }

  private static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, new Body.Bytes(body), Map.of());
  }

  Answer withHeader(String name, String value) {
    return new Answer(status, contentType, body, Map.of(name, value));
  }
}
