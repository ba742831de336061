package dev.praetor.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/**
 * Printed lines, and below them a picture that is redrawn. Everything printed while a run is shown
 * goes through here, so that lines and picture do not mix. Thread-safe.
 */
public final class Screen {
  public static final Screen STANDARD = new Screen(System.err);
  private final PrintStream out;
  private List<String> picture = List.of();

  Screen(PrintStream out) {
    this.out = out;
  }

  public synchronized void println(String line) {
    erase();
    out.println(line);
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
    }
  }

  private void paint(List<String> lines) {
    picture = List.copyOf(lines);
    lines.forEach(out::println);
    out.flush();
  }
}
