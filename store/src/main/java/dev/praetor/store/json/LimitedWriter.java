package dev.praetor.store.json;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * A writer that keeps text up to a limit. Larger text is counted but not kept, so that a message
 * can name its size; text beyond ten times the limit is refused.
 */
final class LimitedWriter extends Writer {
  private static final int COUNTED = 10;
  private final StringBuilder text = new StringBuilder();
  private final long limit;
  private long bytes;
  private boolean complete = true;

  LimitedWriter(long limit) {
    this.limit = limit;
  }

  @Override
  public void write(char[] buffer, int from, int length) throws IOException {
    if (bytes / COUNTED >= limit) {
      complete = false;
      throw new IOException("much too large");
    }
    for (int i = from; i < from + length; i++) {
      char c = buffer[i];
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    if (bytes <= limit) {
      text.append(buffer, from, length);
    } else {
      text.setLength(0);
      text.trimToSize();
    }
  }

  boolean isTooLarge() {
    return bytes > limit;
  }

  /** Returns a message with the size of the text, the limit, and what to do. */
  String tooLargeMessage() {
    return "%s of JSON%s, and the limit is %s; return less, or the location of the data"
        .formatted(size(bytes), complete ? "" : " or more", size(limit));
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    boolean small = bytes < 1 << 20;
    double number = bytes / (double) (small ? 1 << 10 : 1 << 20);
    String digits = String.format(Locale.ROOT, "%.1f", number);
    return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
        + (small ? " KB" : " MB");
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
