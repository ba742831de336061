package dev.praetor.server.http;

import dev.praetor.server.error.ApiError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
  private static final String BYTES = "application/octet-stream";

  /** Writes the body of an answer. */
  public sealed interface Body {
    /** A body that is in memory. */
    record Bytes(byte[] bytes) implements Body {}

    /** A body that is sent while it is made. An error breaks the connection off. */
    record Stream(Writer writer) implements Body {}

    /** A body of bytes that is sent while it is made. An error breaks the connection off. */
    record Binary(BytesWriter writer) implements Body {}
  }

  /** Writes text as UTF-8. */
  @FunctionalInterface
  public interface Writer {
    void write(PrintWriter out) throws IOException;
  }

  /** Writes bytes. */
  @FunctionalInterface
  public interface BytesWriter {
    void write(OutputStream out) throws IOException;
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
    Answer answer = of(error.status(), JSON, error.json());
    return error
        .retryAfter()
        .map(seconds -> answer.withHeader("Retry-After", seconds))
        .orElse(answer);
  }

  /** Returns an answer whose body is sent while it is made. */
  public static Answer stream(String contentType, Writer body) {
    return new Answer(200, contentType, new Body.Stream(body), Map.of());
  }

  /** Returns an answer whose body are bytes that are sent while they are made. */
  public static Answer binary(BytesWriter body) {
    return new Answer(200, BYTES, new Body.Binary(body), Map.of());
  }

  /** Returns an answer whose body are bytes in memory. */
  public static Answer binary(byte[] body) {
    return of(200, BYTES, body);
  }

  private static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, new Body.Bytes(body), Map.of());
  }

  /** Returns a copy with a further header. */
  public Answer withHeader(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new Answer(status, contentType, body, all);
  }
}
