package dev.praetor;

/** A text that is not the path of a task run. */
public final class InvalidTaskPath extends PraetorException {
  private static final long serialVersionUID = 1;

  InvalidTaskPath(String text) {
    super(
        ErrorCode.BAD_REQUEST,
        "path '" + text + "'",
        "'" + text + "' is not the path of a task run",
        "write a node's name, followed for a child of a mapped node by its index, as in send or"
            + " send[3]");
  }
}
