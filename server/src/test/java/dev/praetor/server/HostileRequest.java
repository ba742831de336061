package dev.praetor.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a request as they are sent.
 *
 * @param mayBeUnanswered true if the server may hang up without an answer, as the request does not
 *     end or is none
 * @param isLeft true if the sender hangs up as soon as an answer begins
 */
record HostileRequest(List<byte[]> parts, boolean mayBeUnanswered, boolean isLeft) {
  HostileRequest {
    parts = List.copyOf(parts);
  }

  static HostileRequest of(byte[] bytes) {
    return new HostileRequest(List.of(bytes), false, false);
  }

  static HostileRequest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a well-formed request of HTTP. */
  static HostileRequest of(String request, String authorization, String body) {
    return of(request, List.of(authorization, "Content-Type: application/json"), body);
  }

  /** Returns a well-formed request of HTTP. */
  static HostileRequest of(String request, List<String> headers, String body) {
    return of(request, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  static HostileRequest of(String request, List<String> headers, byte[] body) {
    List<String> lines = new ArrayList<>(List.of(request + " HTTP/1.1"));
    if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
      lines.add("Host: localhost");
    }
    lines.add("Connection: close");
    headers.stream().filter(header -> !header.isEmpty()).forEach(lines::add);
    if (body.length > 0) {
      lines.add("Content-Length: " + body.length);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return of(bytes.toByteArray());
  }

  /** Returns a copy that the server need not answer. */
  HostileRequest unanswered() {
    return new HostileRequest(parts, true, isLeft);
  }

  /** Returns a copy whose sender hangs up as soon as an answer begins. */
  HostileRequest left() {
    return new HostileRequest(parts, mayBeUnanswered, true);
  }

  /** Returns the beginning of the request, for messages. */
  @Override
  public String toString() {
    String text = new String(parts.getFirst(), StandardCharsets.UTF_8);
    return text.length() <= 3_000 ? text : text.substring(0, 3_000) + "…";
  }
}
