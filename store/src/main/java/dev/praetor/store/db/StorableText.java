package dev.praetor.store.db;

/** Makes texts that every database can store: without NUL and without unpaired surrogates. */
public final class StorableText {
  private StorableText() {}

  /** Makes a text that every database can store; characters that cannot be stored are replaced. */
  public static String plain(String text) {
    return clean(text, false);
  }

  /**
   * Makes JSON that every database can store; characters that cannot be stored are escaped, so that
   * they are not lost.
   */
  public static String ofJson(String json) {
    return clean(json, true);
  }

  private static String clean(String text, boolean escapes) {
    int first = firstBad(text, 0);
    if (first < 0) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length() + 16);
    int from = 0;
    for (int bad = first; bad >= 0; bad = firstBad(text, from)) {
      clean.append(text, from, bad);
      if (escapes) {
        clean.append("\\u%04x".formatted((int) text.charAt(bad)));
      } else {
        clean.append('\uFFFD');
      }
      from = bad + 1;
    }
    return clean.append(text, from, text.length()).toString();
  }

  private static int firstBad(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return i;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
