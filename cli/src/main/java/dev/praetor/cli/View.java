package dev.praetor.cli;

import dev.praetor.Flow;
import dev.praetor.engine.RunListener;

/** Shows a run while it runs. */
interface View extends RunListener, AutoCloseable {
  /** Says something in between. */
  default void say(String line) {}

  /** Something else has the screen for a while. */
  default void pause() {}

  default void resume() {}

  /** Shows the last of it; more than once does nothing. */
  @Override
  default void close() {}

  static View none() {
    return new View() {};
  }

  /** A live picture on a terminal, plain lines elsewhere. */
  static View forTerminal(Flow<?> flow) {
    return Terminals.isTerminal()
        ? new LiveView(flow, Screen.STANDARD)
        : new PlainView(Screen.STANDARD);
  }
}
