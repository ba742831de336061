package dev.praetor.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal the program is connected to. */
public final class Terminals {
  private Terminals() {}

  public static boolean isTerminal() {
    boolean plain =
        System.getenv("NO_COLOR") != null || Objects.equals(System.getenv("TERM"), "dumb");
    return canAsk() && !plain;
  }

  /** Returns whether a person can be asked. */
  static boolean canAsk() {
    return console().isPresent();
  }

  /** Returns the console, if input and output are both connected to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // It is null where a provider of consoles is missing.
  public static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /** Returns the number of columns of the terminal, or 80 if it is unknown. */
  public static int width() {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      int columns = terminal.getSize().getColumns();
      return columns > 20 ? columns : 80;
    } catch (IOException e) {
      return 80;
    }
  }
}
