package dev.praetor.engine.spec;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/**
 * Thrown if the description of a flow cannot be read: it was written by a newer version of Praetor,
 * or is not a description of a flow.
 */
public final class UnreadableFlowSpec extends PraetorException {
  private static final long serialVersionUID = 1;

  UnreadableFlowSpec(String problem) {
    this(problem, "");
  }

  UnreadableFlowSpec(String problem, String advice) {
    super(
        ErrorCode.BAD_REQUEST,
        "the description of a flow",
        "the description of a flow cannot be read: " + problem,
        advice);
  }
}
