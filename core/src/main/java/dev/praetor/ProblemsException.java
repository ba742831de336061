package dev.praetor;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An exception about a flow that has all problems found. */
public abstract sealed class ProblemsException extends PraetorException
    permits InvalidFlow, InvalidRun {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  ProblemsException(
      ErrorCode code,
      String flow,
      String verdict,
      List<Problem> problems,
      @Nullable Throwable cause) {
    super(
        code,
        "flow '" + flow + "'",
        "flow '"
            + flow
            + "' "
            + verdict
            + ":"
            + problems.stream().map(p -> "\n  " + p).collect(Collectors.joining()),
        "",
        cause);
    this.problems = List.copyOf(problems);
  }

  /** Returns all problems, in the order in which they were found. */
  public final List<Problem> problems() {
    return problems;
  }
}
