package dev.praetor;

import java.util.List;

/** A run that cannot begin, with everything that is wrong with what was asked for. Nothing ran. */
public final class InvalidRun extends ProblemsException {
  private static final long serialVersionUID = 1;

  public InvalidRun(String flow, List<Problem> problems) {
    super(ErrorCode.INVALID_PARAMETERS, flow, "cannot run like this", problems);
  }
}
