package dev.praetor.server.error;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error for a caller.
 *
 * @param status the status of the HTTP response
 * @param message the problem, the thing that it concerns, and the remedy
 * @param details what a program may want to know beside the message; often empty
 */
public record ApiError(
    ApiCode code, int status, String message, List<Map<String, Object>> details) {
  public ApiError {
    details = List.copyOf(details);
  }

  /** Returns an error with the status of its code and without details. */
  public static ApiError of(ApiCode code, String message) {
    return new ApiError(code, code.status(), message, List.of());
  }

  /** Returns a copy with another status. */
  public ApiError withStatus(int other) {
    return new ApiError(code, other, message, details);
  }

  /** Returns a copy with these details. */
  public ApiError withDetails(List<Map<String, Object>> other) {
    return new ApiError(code, status, message, other);
  }

  /** Returns the seconds after which a request may succeed, if the details say so. */
  public Optional<String> retryAfter() {
    return details.stream()
        .map(detail -> detail.get("retryAfterSeconds"))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .findFirst();
  }

  /** Returns the error as the body of a response. */
  public byte[] json() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode body = mapper.createObjectNode();
    body.putObject("error")
        .put("code", code.name())
        .put("message", message)
        .set("details", mapper.valueToTree(details));
    return mapper.writeValueAsBytes(body);
  }
}
