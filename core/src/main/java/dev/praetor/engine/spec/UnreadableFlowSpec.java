package dev.praetor.engine.spec;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/** A description of a flow that this Praetor cannot read: newer than it, or not one at all. */
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
