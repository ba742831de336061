package dev.praetor.cli.text;

/**
 * Text as it may be sent to a terminal. Control characters in it, which could come from a label, a
 * message, a parameter or a log, are shown as escapes such as <code>&#92;u001b</code>, which are
 * also escapes of JSON; so are the characters that reorder a line or break it, and halves of
 * characters. Line feeds and tabs remain. All output of the program passes through here.
 */
public final class PrintableText {
  private PrintableText() {}

  /** Returns a text with visible control characters, with or without colours. */
  public static String of(CharSequence text, boolean colours) {
    StringBuilder printed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean half = Character.isSurrogate(c) && !isPair(text, i);
      if (printed == null && (c == '\n' || !half && isPlain(c))) {
        continue;
      }
      if (printed == null) {
        printed = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (TextStyle.isMark(c)) {
        printed.append(colours ? TextStyle.sequence(c) : "");
      } else if (half || !isPlain(c)) {
        printed.append(escape(c));
      } else {
        printed.append(c);
      }
    }
    return printed == null ? text.toString() : printed.toString();
  }

  /** Returns a text on one line: line breaks and tabs are shown as escapes too. */
  public static String line(String text) {
    String line = text;
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\t') >= 0) {
      line = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }
    return of(line, false);
  }

  private static boolean isPlain(char c) {
    if (c < 0x80) {
      return c >= ' ' && c != 0x7f || c == '\n' || c == '\t';
    }
    return !Character.isISOControl(c)
        && !TextStyle.isMark(c)
        && c != '\u2028'
        && c != '\u2029'
        && !(c >= '\u202a' && c <= '\u202e')
        && !(c >= '\u2066' && c <= '\u2069');
  }

  private static boolean isPair(CharSequence text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static String escape(char c) {
    return "\\u%04x".formatted((int) c);
  }
}
