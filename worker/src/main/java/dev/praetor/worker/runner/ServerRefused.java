package dev.praetor.worker.runner;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import tools.jackson.databind.JsonNode;

/** Thrown if a server refuses a request; sending it again does not help. */
public final class ServerRefused extends PraetorException {
  private static final long serialVersionUID = 1;
  private static final int UNAUTHENTICATED = 401;
  private final int status;
  private final transient JsonNode details;

  ServerRefused(int status, String message, JsonNode details) {
    super(codeOf(status), "the server", message, "");
    this.status = status;
    this.details = details;
  }

  private static ErrorCode codeOf(int status) {
    return switch (status) {
      case 404 -> ErrorCode.NOT_FOUND;
      case 409 -> ErrorCode.CONFLICT;
      case 413 -> ErrorCode.TOO_LARGE;
      default -> ErrorCode.BAD_REQUEST;
    };
  }

  int status() {
    return status;
  }

  JsonNode details() {
    return details;
  }

  /** Returns whether the server does not accept the key or token, and will not accept it later. */
  boolean isKeyRefused() {
    return status == UNAUTHENTICATED;
  }

  /** Returns whether the token of this runner is accepted again when its worker is heard. */
  boolean isWorkerMissing() {
    return isKeyRefused() && isMissing("worker");
  }

  /** Returns whether the server has no session of this runner, which has to be opened then. */
  boolean isSessionMissing() {
    return isMissing("session");
  }

  private boolean isMissing(String what) {
    return details.path(0).path("missing").asString("").equals(what);
  }
}
