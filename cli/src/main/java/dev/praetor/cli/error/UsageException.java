package dev.praetor.cli.error;

/** An error in the use of a command, with a message that says what to do about it. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message, null, false, false);
  }
}
