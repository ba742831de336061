package dev.praetor.store.model;

/** The store cannot do what was asked. The message says what, which one and what to do. */
public final class StoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreFailed(String message) {
    super(message);
  }

  public StoreFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
