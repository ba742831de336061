package dev.praetor.server.error;

/** The codes of errors that callers can tell apart. The names are stable. */
public enum ApiCode {
  BAD_REQUEST(400),
  INVALID_PARAMETERS(400),
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  CONFLICT(409),
  TOO_LARGE(413),
  TOO_COSTLY(400),
  RATE_LIMITED(429),
  UNAVAILABLE(503),
  INTERNAL(500);

  private final int status;

  ApiCode(int status) {
    this.status = status;
  }

  /** Returns the status of an HTTP response with this error. */
  public int status() {
    return status;
  }
}
