package dev.praetor;

/**
 * Thrown if a run cannot do what a person orders: it has ended or is being cancelled, or the task
 * run does not exist, has ended, or cannot take the value. Nothing has changed then.
 */
public final class OrderRefused extends PraetorException {
  private static final long serialVersionUID = 1;
  private final boolean possibleLater;

  /**
   * Creates the error.
   *
   * @param code the kind of error
   * @param subject the run or task run that the error is about
   * @param problem the description of the problem
   * @param advice the advice on what to do; may be empty
   * @param possibleLater true if the run may obey the same order later
   */
  public OrderRefused(
      ErrorCode code, String subject, String problem, String advice, boolean possibleLater) {
    super(code, subject, problem, advice);
    this.possibleLater = possibleLater;
  }

  /**
   * Returns whether the run may obey the same order later: the task run does not exist yet, or is
   * being restored after a crash.
   */
  public boolean isPossibleLater() {
    return possibleLater;
  }
}
