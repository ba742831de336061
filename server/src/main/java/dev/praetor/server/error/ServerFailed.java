package dev.praetor.server.error;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/**
 * Thrown if a server cannot start: its address is not permitted or not free, or a file in its home
 * cannot be used. The message is for the person who starts it.
 */
public final class ServerFailed extends PraetorException {
  private static final long serialVersionUID = 1;

  /** Creates the error; see {@link PraetorException} for the parameters. */
  public ServerFailed(ErrorCode code, String subject, String problem, String advice) {
    super(code, subject, problem, advice);
  }
}
