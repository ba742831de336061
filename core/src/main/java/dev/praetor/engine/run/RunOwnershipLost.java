package dev.praetor.engine.run;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.RunId;

/**
 * Thrown in this process if another process now owns a run. The owner decides how the run proceeds.
 */
public final class RunOwnershipLost extends PraetorException {
  private static final long serialVersionUID = 1;

  public RunOwnershipLost(RunId run, String why) {
    super(
        ErrorCode.OWNERSHIP_LOST,
        "run " + run,
        "run " + run + " is now owned by another process: " + why,
        "");
  }

  /** Returns whether an exception, or its cause, is one of these. */
  public static boolean isCauseOf(Throwable thrown) {
    return thrown instanceof RunOwnershipLost || thrown.getCause() instanceof RunOwnershipLost;
  }
}
