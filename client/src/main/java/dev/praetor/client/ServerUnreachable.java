package dev.praetor.client;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Thrown if no server answers at an address, or the answer is not that of a Praetor server. */
public final class ServerUnreachable extends PraetorException {
  private static final long serialVersionUID = 1;

  /** Creates the exception; see {@link PraetorException} for the last parameters. */
  public ServerUnreachable(URI address, String problem, String advice, @Nullable Throwable cause) {
    super(ErrorCode.UNAVAILABLE, "the server at " + address, problem, advice, cause);
  }
}
