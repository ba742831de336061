package dev.praetor.client;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import java.util.List;
import java.util.Map;

/**
 * Thrown if a server refuses a request. The message is the server's: the problem, the thing that it
 * concerns, and the remedy.
 */
public final class ServerRefused extends PraetorException {
  private static final long serialVersionUID = 1;
  private final String serverCode;
  private final transient List<Map<String, Object>> details;

  /**
   * Creates the exception.
   *
   * @param serverCode the code of the server, such as {@code NOT_FOUND}
   * @param details the details of the server, such as one for each wrong parameter
   */
  public ServerRefused(
      String serverCode, String subject, String message, List<Map<String, Object>> details) {
    super(code(serverCode), subject, message, "");
    this.serverCode = serverCode;
    this.details = List.copyOf(details);
  }

  private static ErrorCode code(String server) {
    return switch (server) {
      case "INVALID_PARAMETERS" -> ErrorCode.INVALID_PARAMETERS;
      case "NOT_FOUND" -> ErrorCode.NOT_FOUND;
      case "CONFLICT" -> ErrorCode.CONFLICT;
      case "TOO_LARGE" -> ErrorCode.TOO_LARGE;
      case "UNAVAILABLE", "RATE_LIMITED", "INTERNAL" -> ErrorCode.UNAVAILABLE;
      default -> ErrorCode.BAD_REQUEST;
    };
  }

  /** Returns the code of the server, such as {@code UNAUTHENTICATED}. */
  public String serverCode() {
    return serverCode;
  }

  /**
   * Returns whether the server does not accept the key, or does not permit the request with it;
   * sending it again helps only with another key.
   */
  public boolean isOfKey() {
    return serverCode.equals("UNAUTHENTICATED") || serverCode.equals("FORBIDDEN");
  }

  /** Returns the details of the server; often none. */
  public List<Map<String, Object>> details() {
    return details;
  }
}
