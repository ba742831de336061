package dev.praetor;

import java.util.List;

/** Thrown if the definition or an option of a flow is invalid; has all problems found. */
public final class InvalidFlow extends ProblemsException {
  private static final long serialVersionUID = 1;

  /** Creates the exception for a flow with its problems. */
  public InvalidFlow(String flow, List<Problem> problems) {
    super(ErrorCode.INVALID_FLOW, flow, "is invalid", problems, null);
  }

  /** Creates the exception for a flow whose definition has thrown an exception. */
  InvalidFlow(String flow, Problem problem, Throwable cause) {
    super(ErrorCode.INVALID_FLOW, flow, "is invalid", List.of(problem), cause);
  }
}
