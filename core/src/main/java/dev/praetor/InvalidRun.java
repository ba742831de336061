package dev.praetor;

import java.util.List;

/**
 * Thrown if a run cannot start with the given parameters; has all problems found. No task has run.
 */
public final class InvalidRun extends ProblemsException {
  private static final long serialVersionUID = 1;

  /** Creates the exception for a run of a flow with the problems of its parameters. */
  public InvalidRun(String flow, List<Problem> problems) {
    super(ErrorCode.INVALID_PARAMETERS, flow, "cannot start with these parameters", problems, null);
  }
}
