package dev.praetor.cli.terminal;

import dev.praetor.engine.RunListener;

/** Shows a run while it runs. */
public interface RunView extends RunListener, AutoCloseable {
  /** Says something in between. */
  default void say(String line) {}

  /** Something else has the screen for a while. */
  default void pause() {}

  default void resume() {}

  /** Shows the last of it; more than once does nothing. */
  @Override
  default void close() {}

  static RunView none() {
    return new RunView() {};
  }
}
