package dev.praetor;

import java.util.List;

/** A flow that cannot work, with everything that is wrong with it. */
public final class InvalidFlow extends ProblemsException {
  private static final long serialVersionUID = 1;

  public InvalidFlow(String flow, List<Problem> problems) {
    super(ErrorCode.INVALID_FLOW, flow, "cannot work", problems);
  }
}
