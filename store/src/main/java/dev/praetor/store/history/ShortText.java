package dev.praetor.store.history;

/** Texts made short enough for a line. */
public final class ShortText {
  private static final int LONGEST_LINE = 300;

  private ShortText() {}

  /** The first line of a text, at most 300 characters of it. */
  public static String firstLine(String text) {
    int end = text.indexOf('\n');
    return cut(end < 0 ? text : text.substring(0, end), LONGEST_LINE);
  }

  /** The beginning of a text, with an ellipsis where something is left out. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
