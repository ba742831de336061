package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that Praetor itself throws. The message names the problem, the thing
 * it concerns, and the remedy; {@link #code()}, {@link #subject()} and {@link #advice()} provide
 * the same information to programs. An exception thrown by the code of a task is never wrapped in a
 * {@code PraetorException}: it becomes a {@link Failure} of its task run.
 */
public abstract class PraetorException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final ErrorCode code;
  private final String subject;
  private final String advice;

  /**
   * Creates an exception without a cause.
   *
   * @param code the kind of error
   * @param subject the thing that the error concerns, as in {@code flow 'reminder'} or {@code run
   *     0199…}
   * @param problem the problem; names the subject
   * @param advice the remedy, in the imperative; empty where the problem includes it
   */
  protected PraetorException(ErrorCode code, String subject, String problem, String advice) {
    this(code, subject, problem, advice, null);
  }

  /** Creates an exception with a cause; see the other constructor for the parameters. */
  protected PraetorException(
      ErrorCode code, String subject, String problem, String advice, @Nullable Throwable cause) {
    super(advice.isEmpty() ? problem : problem + "; " + advice, cause);
    this.code = code;
    this.subject = subject;
    this.advice = advice;
  }

  /** Returns the kind of error. */
  public final ErrorCode code() {
    return code;
  }

  /**
   * Returns the thing that the error concerns, as in {@code flow 'reminder'} or {@code run 0199…}.
   */
  public final String subject() {
    return subject;
  }

  /** Returns the remedy; empty where the message includes it. */
  public final String advice() {
    return advice;
  }
}
