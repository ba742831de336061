package dev.praetor.cli.terminal;

import dev.praetor.Flow;
import java.time.InstantSource;

/** Chooses a view of a run by the kind of the program's output. */
public final class RunViews {
  private RunViews() {}

  /** Returns a live picture on a terminal, and plain lines elsewhere. */
  public static RunView forTerminal(Flow<?> flow, InstantSource clock) {
    return Terminals.size()
        .<RunView>map(size -> new LiveView(flow, Screen.STANDARD, size, clock))
        .orElseGet(() -> new PlainView(Screen.STANDARD));
  }
}
