package dev.praetor.cli.error;

/** Thrown when another process has become the owner of a run, which is not an error of the user. */
public final class RunLeftProcess extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunLeftProcess(String message) {
    super(message, null, false, false);
  }
}
