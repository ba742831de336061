package dev.praetor.cli.terminal;

import dev.praetor.cli.text.PrintableText;
import java.io.PrintWriter;
import java.io.Writer;

/** A writer through which only {@link PrintableText} reaches the program's output. Thread-safe. */
public final class PrintableWriter extends Writer {
  private final PrintWriter out;
  private final boolean colours;

  private PrintableWriter(PrintWriter out, boolean colours) {
    super(out);
    this.out = out;
    this.colours = colours;
  }

  /** Returns a writer of printable text to another writer. */
  public static PrintWriter over(PrintWriter out, boolean colours) {
    return new PrintWriter(new PrintableWriter(out, colours), true);
  }

  @Override
  public void write(char[] buffer, int from, int length) {
    write(new String(buffer, from, length));
  }

  @Override
  public void write(String text, int from, int length) {
    write(text.substring(from, from + length));
  }

  @Override
  public void write(String text) {
    out.write(PrintableText.of(text, colours));
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    out.close();
  }
}
