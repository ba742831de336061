package dev.praetor.cli.text;

import org.jline.utils.WCWidth;

/**
 * Measures and cuts texts by the columns that they take on a terminal: wide characters and emoji
 * take two, combining characters none. An unknown width is rather overestimated, since a line that
 * is too long breaks a picture and a line that is too short does not.
 */
public final class Columns {
  private static final int EMOJI_STYLE = 0xfe0f;
  private static final String CUT = "…";

  private Columns() {}

  /** Returns the number of columns of a text without line breaks. */
  public static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      columns += of(text.codePointAt(i));
    }
    return columns;
  }

  private static int of(int character) {
    if (TextStyle.isMark(character)) {
      return 0;
    }
    if (character == EMOJI_STYLE) {
      return 1;
    }
    if (Character.isEmojiPresentation(character)) {
      return 2;
    }
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /** Returns a text cut at its end to a number of columns. */
  public static String cut(String text, int most) {
    return of(text) <= most ? text : most < 1 ? "" : first(text, most - 1) + CUT;
  }

  /** Returns a name cut in its middle to a number of columns, since both ends tell names apart. */
  public static String cutInside(String text, int most) {
    if (of(text) <= most) {
      return text;
    }
    if (most < 3) {
      return cut(text, most);
    }
    int last = (most - 1) / 2;
    return first(text, most - 1 - last) + CUT + last(text, last);
  }

  /** Returns a text filled up with spaces to a number of columns. */
  public static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  /** Returns a text filled up with spaces on its left. */
  public static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }

  private static String first(String text, int most) {
    int columns = 0;
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      columns += of(character);
      if (columns > most) {
        break;
      }
      i += Character.charCount(character);
    }
    String first = text.substring(0, i);
    boolean styled = first.chars().anyMatch(TextStyle::isMark);
    return styled ? TextStyle.PLAIN.of(first) : first;
  }

  private static String last(String text, int most) {
    int columns = 0;
    int i = text.length();
    while (i > 0) {
      int character = text.codePointBefore(i);
      columns += of(character);
      if (columns > most) {
        break;
      }
      i -= Character.charCount(character);
    }
    return text.substring(i);
  }
}
