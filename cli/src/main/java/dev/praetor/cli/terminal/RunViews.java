package dev.praetor.cli.terminal;

import dev.praetor.Flow;
import java.time.InstantSource;

/** Chooses a view of a run by the kind of the program's output. */
public final class RunViews {
  private RunViews() {}

  /** Returns a live picture on a terminal, and plain lines elsewhere. */
  public static RunView forTerminal(Flow<?> flow, InstantSource clock) {
    return Terminals.isTerminal()
        ? new LiveView(flow, Screen.STANDARD, clock)
        : new PlainView(Screen.STANDARD);
  }
}
