package dev.praetor;

import java.util.List;
import java.util.stream.Collectors;

/** A flow that cannot work, with everything that is wrong with it. */
public final class InvalidFlow extends PraetorException {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  public InvalidFlow(String flow, List<Problem> problems) {
    super(
        ErrorCode.INVALID_FLOW,
        "flow '" + flow + "'",
        "flow '"
            + flow
            + "' cannot work:"
            + problems.stream().map(p -> "\n  " + p).collect(Collectors.joining()),
        "");
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
