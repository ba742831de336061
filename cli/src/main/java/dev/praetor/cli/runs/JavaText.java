package dev.praetor.cli.runs;

import dev.praetor.cli.text.PrintableText;

/** Texts of users inside Java source code. */
final class JavaText {
  private JavaText() {}

  /** Returns a string literal, with its quotes. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c == '\n') {
        literal.append("\\n");
      } else if (c < ' ') {
        literal.append("\\%03o".formatted((int) c)); // The compiler reads \\u000a as a line break.
      } else if (Character.isSurrogate(c)) {
        literal.append("\\u%04x".formatted((int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }

  /** Returns a text for a comment, which it can neither end nor escape from. */
  static String comment(String text) {
    return PrintableText.line(text).replace("*/", "* /").replace("\\", "\\\\");
  }
}
