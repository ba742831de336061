package dev.praetor.cli.terminal;

import dev.praetor.cli.text.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Printed lines, and below them a picture that is redrawn. Everything printed while a run is shown
 * goes through here, so that lines and picture do not mix. Thread-safe.
 */
public final class Screen {
  /** The program's standard error, which stays open whatever tasks do to {@code System.err}. */
  public static final Screen STANDARD =
      new Screen(
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
          Terminals.hasColours());

  private final PrintStream out;
  private final boolean colours;
  private List<String> picture = List.of();

  Screen(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  public synchronized void println(String line) {
    println(line, out);
  }

  /** Prints a line to another stream, which may lead to the same terminal. */
  public synchronized void println(String line, PrintStream to) {
    erase();
    to.println(PrintableText.of(line, colours));
    to.flush();
    paint(picture);
  }

  public synchronized void show(List<String> lines) {
    erase();
    paint(lines);
  }

  /** Leaves the picture where it is and stops redrawing it. */
  public synchronized void leave() {
    picture = List.of();
  }

  private void erase() {
    if (!picture.isEmpty()) {
      out.print("\u001b[" + picture.size() + "F\u001b[J");
      out.flush();
    }
  }

  private void paint(List<String> lines) {
    picture = List.copyOf(lines);
    lines.forEach(line -> out.println(PrintableText.of(line, colours)));
    out.flush();
  }
}
