package dev.praetor.server.error;

/** Thrown where a request cannot be served; carries the error that the caller gets. */
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient ApiError error;

  public RequestRefused(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public RequestRefused(ApiCode code, String message) {
    this(ApiError.of(code, message));
  }

  public ApiError error() {
    return error;
  }
}
