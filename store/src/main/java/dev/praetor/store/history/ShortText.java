package dev.praetor.store.history;

/** Shortens texts so that they fit on a line. */
public final class ShortText {
  private static final int LONGEST_LINE = 300;

  private ShortText() {}

  /** Returns the first line of a text, cut after 300 characters. */
  public static String firstLine(String text) {
    int end = text.indexOf('\n');
    return cut(end < 0 ? text : text.substring(0, end), LONGEST_LINE);
  }

  /**
   * Returns a text that is cut after a number of characters, with an ellipsis if something was cut.
   */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
