package dev.praetor;

import java.util.List;
import java.util.stream.Collectors;

/** A run that cannot begin, with everything that is wrong with what was asked for. Nothing ran. */
public final class InvalidRun extends PraetorException {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  public InvalidRun(String flow, List<Problem> problems) {
    super(
        ErrorCode.INVALID_PARAMETERS,
        "flow '" + flow + "'",
        "flow '"
            + flow
            + "' cannot run like this:"
            + problems.stream().map(p -> "\n  " + p).collect(Collectors.joining()),
        "");
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
