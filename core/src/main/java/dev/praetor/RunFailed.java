package dev.praetor;

/** Thrown where the value of a run is asked for that did not succeed; names what failed. */
public final class RunFailed extends PraetorException {
  private static final long serialVersionUID = 1;
  private final transient State state;

  public RunFailed(RunId run, String message, State state) {
    super(ErrorCode.RUN_FAILED, "run " + run, message, "");
    this.state = state;
  }

  /** The state in which the run ended. */
  public State state() {
    return state;
  }
}
