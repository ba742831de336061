package dev.praetor;

/** A task that cannot be defined as it was written. */
public final class InvalidTask extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the error for a task.
   *
   * @param task the task, as far as it has a name
   */
  public InvalidTask(String task, String message) {
    super(ErrorCode.INVALID_TASK, "task '" + task + "'", message, "");
  }
}
