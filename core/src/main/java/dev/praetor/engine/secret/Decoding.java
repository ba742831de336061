package dev.praetor.engine.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A way in which texts are encoded inside other texts, so that a secret is found whichever of its
 * characters are escaped, and in whichever way.
 */
enum Decoding {
  /** URLs and forms: {@code %2B}. */
  PERCENT {
    @Override
    int read(String text, int at, Decoded into) {
      int bytes = 0;
      byte[] run = new byte[4];
      while (bytes < run.length && byteAt(text, at + 3 * bytes) >= 0) {
        run[bytes] = (byte) byteAt(text, at + 3 * bytes);
        bytes++;
      }
      if (bytes == 0) {
        return 0;
      }
      int length = Math.min(bytes, lengthOfUtf8(run[0]));
      into.add(new String(run, 0, length, StandardCharsets.UTF_8), at, at + 3 * length);
      return 3 * length;
    }
  },

  /**
   * JSON, source code, properties and shells: a backslash and a letter, two or four hexadecimal
   * digits, or any character that is neither a letter nor a digit.
   */
  BACKSLASH {
    @Override
    int read(String text, int at, Decoded into) {
      if (text.startsWith("'\\''", at)) {
        into.add("'", at, at + 4);
        return 4;
      }
      if (text.charAt(at) != '\\' || at + 1 == text.length()) {
        return 0;
      }
      char next = text.charAt(at + 1);
      if (next == 'u') {
        int code = number(text, at + 2, 4, 16);
        if (code < 0) {
          return 0;
        }
        into.add(String.valueOf((char) code), at, at + 6);
        return 6;
      }
      if (next == 'x') {
        int code = number(text, at + 2, 2, 16);
        if (code < 0) {
          return 0;
        }
        into.add((char) code, at, at + 4);
        return 4;
      }
      int known = "nrtbf".indexOf(next);
      if (known < 0 && Character.isLetterOrDigit(next)) {
        return 0;
      }
      into.add(known < 0 ? next : "\n\r\t\b\f".charAt(known), at, at + 2);
      return 2;
    }
  },

  /** CSV and SQL: quotes that are doubled inside quotes. */
  DOUBLED {
    @Override
    int read(String text, int at, Decoded into) {
      char quote = text.charAt(at);
      if (at + 1 == text.length() || text.charAt(at + 1) != quote) {
        return 0;
      }
      into.add(quote, at, at + 2);
      return 2;
    }
  },

  /** HTML and XML: the name or the number of a character between an ampersand and a semicolon. */
  ENTITY {
    @Override
    int read(String text, int at, Decoded into) {
      if (text.charAt(at) != '&') {
        return 0;
      }
      int end = text.indexOf(';', at);
      if (end < 0 || end - at > 9) {
        return 0;
      }
      String name = text.substring(at + 1, end);
      int code =
          switch (name) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> numeric(name);
          };
      if (!Character.isValidCodePoint(code)) {
        return 0;
      }
      into.add(Character.toString(code), at, end + 1);
      return end + 1 - at;
    }

    private static int numeric(String name) {
      if (name.startsWith("#x") || name.startsWith("#X")) {
        return number(name, 2, name.length() - 2, 16);
      }
      return name.startsWith("#") ? number(name, 1, name.length() - 1, 10) : -1;
    }
  },

  /** Texts in lines of limited length, as in mails: line breaks with the indentation after them. */
  LINES {
    @Override
    int read(String text, int at, Decoded into) {
      char first = text.charAt(at);
      if (first != '\n' && first != '\r') {
        return 0;
      }
      int end = at + 1;
      while (end < text.length() && " \t\r\n".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      return end - at;
    }
  };

  /** A decoded text, whose characters know what they were decoded from. */
  static final class Decoded {
    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    private Decoded(int longest) {
      text = new StringBuilder(longest);
      starts = new int[longest];
      ends = new int[longest];
    }

    private void add(String decoded, int start, int end) {
      for (int i = 0; i < decoded.length(); i++) {
        add(decoded.charAt(i), start, end);
      }
    }

    private void add(char decoded, int start, int end) {
      if (text.length() == starts.length) {
        starts = Arrays.copyOf(starts, starts.length * 2);
        ends = Arrays.copyOf(ends, ends.length * 2);
      }
      starts[text.length()] = start;
      ends[text.length()] = end;
      text.append(decoded);
    }

    String text() {
      return text.toString();
    }

    /** Returns the index in the encoded text at which the code of a character begins. */
    int start(int index) {
      return starts[index];
    }

    /** Returns the index in the encoded text behind the code of a character. */
    int end(int index) {
      return ends[index];
    }
  }

  /**
   * Decodes what is encoded at a place of a text.
   *
   * @return the length of what was decoded; 0 if nothing is encoded there
   */
  abstract int read(String text, int at, Decoded into);

  /** Decodes a text; returns null if nothing in it is encoded. */
  @Nullable Decoded decode(String text) {
    if (!mayApply(text)) {
      return null;
    }
    Decoded decoded = new Decoded(text.length());
    boolean changed = false;
    for (int at = 0; at < text.length(); ) {
      int length = isStart(text.charAt(at)) ? read(text, at, decoded) : 0;
      if (length == 0) {
        decoded.add(text.charAt(at), at, at + 1);
        at++;
      } else {
        changed = true;
        at += length;
      }
    }
    return changed ? decoded : null;
  }

  private boolean mayApply(String text) {
    return switch (this) {
      case PERCENT -> text.indexOf('%') >= 0;
      case BACKSLASH -> text.indexOf('\\') >= 0;
      case DOUBLED -> text.contains("''") || text.contains("\"\"");
      case ENTITY -> text.indexOf('&') >= 0;
      case LINES -> text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    };
  }

  private boolean isStart(char c) {
    return switch (this) {
      case PERCENT -> c == '%';
      case BACKSLASH -> c == '\\' || c == '\'';
      case DOUBLED -> c == '\'' || c == '"';
      case ENTITY -> c == '&';
      case LINES -> c == '\n' || c == '\r';
    };
  }

  private static int byteAt(String text, int at) {
    return at < text.length() && text.charAt(at) == '%' ? number(text, at + 1, 2, 16) : -1;
  }

  /** Returns a number of exactly {@code length} digits; -1 if there is none. */
  private static int number(String text, int from, int length, int radix) {
    if (length < 1 || length > 6 || from + length > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < from + length; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  private static int lengthOfUtf8(byte first) {
    int value = first & 0xFF;
    if (value < 0xC0) {
      return 1;
    }
    if (value < 0xE0) {
      return 2;
    }
    return value < 0xF0 ? 3 : 4;
  }
}
