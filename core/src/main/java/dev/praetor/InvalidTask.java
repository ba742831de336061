package dev.praetor;

/** A task that cannot be defined as it was written. */
public final class InvalidTask extends PraetorException {
  private static final long serialVersionUID = 1;

  public InvalidTask(String message) {
    super(message);
  }
}
