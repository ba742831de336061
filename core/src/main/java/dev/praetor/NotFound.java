package dev.praetor;

/** Thrown if a named thing does not exist; the message lists the existing ones. */
public final class NotFound extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception for a thing that does not exist.
   *
   * @param subject the requested thing, as in {@code node 'sent'}
   * @param problem the place that was searched, and the things that exist there
   */
  public NotFound(String subject, String problem) {
    super(ErrorCode.NOT_FOUND, subject, problem, "");
  }
}
