package dev.praetor.schedule;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import java.util.List;

/**
 * Thrown if a schedule or a part of a schedule is invalid. The message names the problem, its place
 * and the remedy; {@link #problems()} returns all problems found, one sentence each.
 */
public sealed class InvalidSchedule extends PraetorException permits InvalidCron {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /** Creates the exception for one problem. */
  public InvalidSchedule(String problem) {
    this(List.of(problem));
  }

  /** Creates the exception for several problems, each with its path. */
  public InvalidSchedule(List<String> problems) {
    super(ErrorCode.INVALID_SCHEDULE, "schedule", String.join("\n", problems), "");
    this.problems = List.copyOf(problems);
  }

  /** Returns all problems found, at least one. */
  public List<String> problems() {
    return problems;
  }
}
