package dev.praetor.schedule;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import java.util.List;

/**
 * A schedule, or a part of one, that cannot work. The message says what is wrong, where, and what
 * to write instead; {@link #problems()} has every problem that was found, one sentence each.
 */
public sealed class InvalidSchedule extends PraetorException permits InvalidCron {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /** One problem. */
  public InvalidSchedule(String problem) {
    this(List.of(problem));
  }

  /** Several problems at once, each with the path to it. */
  public InvalidSchedule(List<String> problems) {
    super(ErrorCode.INVALID_SCHEDULE, "schedule", String.join("\n", problems), "");
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, at least one. */
  public List<String> problems() {
    return problems;
  }
}
