package dev.praetor.engine.document;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;

/** A writer that refuses text beyond a length and after a time, so that endless values end. */
final class BoundedText extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int most;
  private final long deadline;
  private boolean full;

  BoundedText(int most, Duration longest) {
    this.most = most;
    this.deadline = System.nanoTime() + longest.toNanos();
  }

  @Override
  public void write(char[] buffer, int from, int length) throws IOException {
    if (text.length() > most - length || System.nanoTime() - deadline > 0) {
      full = true;
      throw new IOException("too large");
    }
    text.append(buffer, from, length);
  }

  boolean isFull() {
    return full;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
