package dev.praetor;

/** Thrown if a text is not the path of a task run. */
public final class InvalidTaskPath extends PraetorException {
  private static final long serialVersionUID = 1;

  InvalidTaskPath(String text) {
    super(
        ErrorCode.BAD_REQUEST,
        "path '" + text + "'",
        "'" + text + "' is not the path of a task run",
        "write the name of a node, followed by the index for a child of a mapped node, as in send"
            + " or send[3]");
  }
}
