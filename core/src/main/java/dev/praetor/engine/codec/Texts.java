package dev.praetor.engine.codec;

import tools.jackson.core.JsonGenerator;

/**
 * Texts as JSON, also those with half a surrogate pair, which no encoding of characters carries.
 */
final class Texts {
  private static final int SHOWN = 60;

  private Texts() {}

  static void write(String text, JsonGenerator out) {
    if (isWellFormed(text)) {
      out.writeString(text);
    } else {
      out.writeRawValue(escaped(text));
    }
  }

  /** Returns whether a text has no half of a surrogate pair. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c > '~') {
        json.append("\\u").append(String.format("%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
