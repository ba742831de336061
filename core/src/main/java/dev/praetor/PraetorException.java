package dev.praetor;

/** What Praetor itself refuses or cannot do. The message says what, which one and what to do. */
public abstract sealed class PraetorException extends RuntimeException
    permits InvalidFlow, InvalidTask, InvalidRun, RunFailed, SecretUnavailable {
  private static final long serialVersionUID = 1;

  PraetorException(String message) {
    super(message);
  }
}
