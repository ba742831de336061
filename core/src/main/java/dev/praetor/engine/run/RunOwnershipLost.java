package dev.praetor.engine.run;

import dev.praetor.RunId;

/** Ends a run in this process, because another one has it now. What became of it is there. */
public final class RunOwnershipLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunOwnershipLost(RunId run, String why) {
    super("run " + run + " is not this process's any more: " + why, null, false, false);
  }
}
