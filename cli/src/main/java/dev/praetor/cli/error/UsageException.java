package dev.praetor.cli.error;

/** A mistake of the person who typed the command, with what to do about it. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message, null, false, false);
  }
}
