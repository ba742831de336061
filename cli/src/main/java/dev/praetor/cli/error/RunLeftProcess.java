package dev.praetor.cli.error;

/** A run that another process owns now; it is no mistake of anybody. */
public final class RunLeftProcess extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunLeftProcess(String message) {
    super(message, null, false, false);
  }
}
