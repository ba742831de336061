package dev.praetor;

/** A named thing that does not exist; the message lists what does. */
public final class NotFound extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the error for something that was asked for.
   *
   * @param subject the thing that was asked for, as in {@code node 'sent'}
   * @param problem where it was looked for, and what there is instead
   */
  public NotFound(String subject, String problem) {
    super(ErrorCode.NOT_FOUND, subject, problem, "");
  }
}
