package dev.praetor;

/** A secret that a task may not read, or that is not there. */
public final class SecretUnavailable extends PraetorException {
  private static final long serialVersionUID = 1;

  public SecretUnavailable(String message) {
    super(message);
  }
}
