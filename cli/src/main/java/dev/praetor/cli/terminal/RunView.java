package dev.praetor.cli.terminal;

import dev.praetor.engine.RunListener;

/** Shows a run in progress. */
public interface RunView extends RunListener, AutoCloseable {
  /** Prints a line beside the view. */
  default void say(String line) {}

  /** Shows why the run waits to start; an empty text says that it does not wait any more. */
  default void waits(String why) {}

  /** Stops drawing while something else uses the screen. */
  default void pause() {}

  /** Draws again. */
  default void resume() {}

  /** Shows the final states; has no effect if called again. */
  @Override
  default void close() {}

  static RunView none() {
    return new RunView() {};
  }
}
