package dev.praetor.cli.terminal;

import dev.praetor.cli.text.NodeLine;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The terminal the program is connected to. */
public final class Terminals {
  private Terminals() {}

  /** The size of a terminal. */
  public record Size(int columns, int rows) {
    private static final Size USUAL = new Size(80, 24);

    boolean isUsable() {
      return columns >= 20 && rows >= 4;
    }

    /** Returns the lines that fit on the terminal, the last of which counts the others. */
    public List<String> fitting(List<String> lines) {
      int most = rows - 2;
      if (lines.size() <= most) {
        return lines;
      }
      List<String> shown = new ArrayList<>(lines.subList(0, most - 1));
      shown.add("  … and " + (lines.size() - shown.size()) + " more nodes");
      return shown;
    }
  }

  /**
   * Returns whether pictures can be drawn: there is a terminal, and it understands more than text.
   */
  public static boolean isTerminal() {
    return console().isPresent() && !Objects.equals(System.getenv("TERM"), "dumb");
  }

  /** Returns whether the terminal shows colours, and nobody has switched them off. */
  public static boolean hasColours() {
    String off = System.getenv("NO_COLOR");
    return isTerminal() && (off == null || off.isEmpty());
  }

  /** Returns the console, if input and output are both connected to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // It is null where a provider of consoles is missing.
  public static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /** Returns the number of columns that lines may have, which may be any where no terminal is. */
  public static int width() {
    return size().map(Size::columns).orElse(NodeLine.UNLIMITED);
  }

  /** Returns the size of the terminal; empty if there is none. */
  public static Optional<Size> size() {
    if (!isTerminal()) {
      return Optional.empty();
    }
    return Optional.of(reported().filter(Size::isUsable).orElse(Size.USUAL));
  }

  /**
   * Asks the system for the size. The terminal itself is not asked, since its answer would arrive
   * as input of the program.
   */
  private static Optional<Size> reported() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      return answer.length == 2
          ? Optional.of(new Size(Integer.parseInt(answer[1]), Integer.parseInt(answer[0])))
          : Optional.empty();
    } catch (IOException | NumberFormatException noSuchProgram) {
      return Optional.empty();
    }
  }
}
