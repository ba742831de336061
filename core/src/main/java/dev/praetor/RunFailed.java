package dev.praetor;

/**
 * Thrown if the value of a run is requested that did not succeed; the message names the tasks that
 * failed.
 */
public final class RunFailed extends PraetorException {
  private static final long serialVersionUID = 1;
  private final transient State state;

  /** Creates the exception for a run with its final state. */
  public RunFailed(RunId run, String message, State state) {
    super(ErrorCode.RUN_FAILED, "run " + run, message, "");
    this.state = state;
  }

  /** Returns the final state of the run. */
  public State state() {
    return state;
  }
}
