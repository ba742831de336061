package dev.praetor;

/** Thrown if the definition of a task is invalid. */
public final class InvalidTask extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception for a task.
   *
   * @param task the name of the task, or a text that identifies it where it has no name yet
   * @param message the problem and its remedy
   */
  public InvalidTask(String task, String message) {
    super(ErrorCode.INVALID_TASK, "task '" + task + "'", message, "");
  }
}
