package dev.praetor.cli.runs;

import dev.praetor.RunId;
import dev.praetor.cli.error.ExitCode;
import java.io.PrintWriter;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Says, when Ctrl-C ends a command that waits for a run, that the run goes on. Until it is closed,
 * Ctrl-C has this effect.
 */
public final class LeftRun implements AutoCloseable {
  private static final String SIGNAL = "INT";
  private final @Nullable Object before;

  /**
   * Handles Ctrl-C from now on.
   *
   * @param again the options with which another command finds the place of the run
   */
  public LeftRun(RunId run, String again, PrintWriter err) {
    before =
        Signals.register(
            SIGNAL,
            () -> {
              err.println("The run goes on; cancel it with praetor runs cancel " + run + again);
              err.flush();
              System.exit(ExitCode.CANCELLED);
            });
  }

  @Override
  public void close() {
    Signals.unregister(SIGNAL, before);
  }
}
