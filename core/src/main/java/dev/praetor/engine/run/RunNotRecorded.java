package dev.praetor.engine.run;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/** Thrown if a run ends in this process because its store can never record one of its states. */
public final class RunNotRecorded extends PraetorException {
  private static final long serialVersionUID = 1;

  public RunNotRecorded(String problem) {
    super(ErrorCode.UNAVAILABLE, "the store", problem, "check the store, then resume the run");
  }
}
