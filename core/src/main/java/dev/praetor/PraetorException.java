package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors that Praetor itself reports. The message says what is wrong, with which
 * thing, and what to do; {@link #code()}, {@link #subject()} and {@link #advice()} give the same to
 * programs. What the code of a task throws is never a {@code PraetorException}: it becomes a {@link
 * Failure} of its task run.
 */
public abstract class PraetorException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final ErrorCode code;
  private final String subject;
  private final String advice;

  /**
   * An error without a cause.
   *
   * @param subject the thing it is about, as in {@code flow 'reminder'} or {@code run 0199…}
   * @param problem what is wrong; names the subject
   * @param advice what to do about it, in the imperative; empty where the problem says it
   */
  protected PraetorException(ErrorCode code, String subject, String problem, String advice) {
    this(code, subject, problem, advice, null);
  }

  /** The same with a cause. */
  protected PraetorException(
      ErrorCode code, String subject, String problem, String advice, @Nullable Throwable cause) {
    super(advice.isEmpty() ? problem : problem + "; " + advice, cause);
    this.code = code;
    this.subject = subject;
    this.advice = advice;
  }

  /** The kind of error. */
  public final ErrorCode code() {
    return code;
  }

  /** The thing the error is about, as in {@code flow 'reminder'} or {@code run 0199…}. */
  public final String subject() {
    return subject;
  }

  /** What to do about it; empty where the message as a whole says so. */
  public final String advice() {
    return advice;
  }
}
