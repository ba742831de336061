package dev.praetor.server.error;

import dev.praetor.store.audit.row.Actor;
import java.util.Optional;

/** Thrown where a request cannot be served; carries the error that the caller gets. */
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient ApiError error;
  private final transient Optional<Actor> sender;

  public RequestRefused(ApiError error) {
    this(error, Optional.empty());
  }

  /**
   * Creates the exception for a request whose sender is known, although it is not let in.
   *
   * @param sender the holder of a key or token that is not accepted any more
   */
  public RequestRefused(ApiError error, Actor sender) {
    this(error, Optional.of(sender));
  }

  private RequestRefused(ApiError error, Optional<Actor> sender) {
    super(error.message(), null, false, false);
    this.error = error;
    this.sender = sender;
  }

  public RequestRefused(ApiCode code, String message) {
    this(ApiError.of(code, message));
  }

  /** Returns the sender, if the exception knows it and nobody else does. */
  public Optional<Actor> sender() {
    return sender;
  }

  public ApiError error() {
    return error;
  }
}
