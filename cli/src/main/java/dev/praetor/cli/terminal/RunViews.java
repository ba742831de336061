package dev.praetor.cli.terminal;

import dev.praetor.Flow;
import java.time.InstantSource;

/** The views of a run that fit what the program is connected to. */
public final class RunViews {
  private RunViews() {}

  /** A live picture on a terminal, plain lines elsewhere. */
  public static RunView forTerminal(Flow<?> flow, InstantSource clock) {
    return Terminals.isTerminal()
        ? new LiveView(flow, Screen.STANDARD, clock)
        : new PlainView(Screen.STANDARD);
  }
}
