package dev.praetor.store.wire;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/** Thrown if a message that came from elsewhere cannot be what it should be. */
public final class Malformed extends PraetorException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the error.
   *
   * @param where the member of the message: {@code events[3].tasks[0]}
   * @param problem the reason, which follows the member
   */
  public Malformed(String where, String problem) {
    super(ErrorCode.BAD_REQUEST, where, where + " " + problem, "");
  }
}
