package dev.praetor.engine.restart;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import java.util.List;

/**
 * Thrown if a run cannot continue, or be restarted, because it needs results that are unavailable,
 * of tasks that may run at most once. Nothing has been executed then.
 */
public final class CannotRunAgain extends PraetorException {
  private static final long serialVersionUID = 1;

  CannotRunAgain(RunId run, List<String> taskRuns, String firstTask) {
    super(
        ErrorCode.CONFLICT,
        "run " + run,
        "run " + run + " cannot go on: " + String.join("; ", taskRuns),
        "check what has been done, then restart the run from "
            + firstTask
            + " to run it a second time");
  }
}
