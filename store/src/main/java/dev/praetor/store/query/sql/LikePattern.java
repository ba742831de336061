package dev.praetor.store.query.sql;

import dev.praetor.store.query.condition.InvalidQuery;
import java.util.ArrayList;
import java.util.List;

/** A pattern for whole texts: literal parts, places for one character, and places for any. */
record LikePattern(List<Part> parts) {
  private static final int LONGEST = 1_000;

  /** A part of a pattern. */
  sealed interface Part {
    record Literal(int codePoint) implements Part {}

    record OneCharacter() implements Part {}

    record AnyCharacters() implements Part {}
  }

  LikePattern {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a pattern.
   *
   * @throws InvalidQuery if it is too long, or ends within an escape
   */
  static LikePattern parse(String text) {
    if (text.length() > LONGEST) {
      throw new InvalidQuery(
          "a pattern",
          "a pattern has at most %,d characters, not %,d".formatted(LONGEST, text.length()),
          "");
    }
    List<Part> parts = new ArrayList<>();
    boolean escaped = false;
    for (int c : text.codePoints().toArray()) {
      if (escaped) {
        parts.add(new Part.Literal(c));
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '_') {
        parts.add(new Part.OneCharacter());
      } else if (c != '%') {
        parts.add(new Part.Literal(c));
      } else if (parts.isEmpty() || !(parts.getLast() instanceof Part.AnyCharacters)) {
        parts.add(new Part.AnyCharacters());
      }
    }
    if (escaped) {
      throw new InvalidQuery(
          "the pattern '" + text + "'",
          "the pattern '" + text + "' ends with a backslash that escapes nothing",
          "write two backslashes for one");
    }
    return new LikePattern(parts);
  }

  /** Returns the pattern for LIKE with backslash as its escape character. */
  String like() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal literal -> {
          if (literal.codePoint() == '%'
              || literal.codePoint() == '_'
              || literal.codePoint() == '\\') {
            text.append('\\');
          }
          text.appendCodePoint(literal.codePoint());
        }
        case Part.OneCharacter _ -> text.append('_');
        case Part.AnyCharacters _ -> text.append('%');
      }
    }
    return text.toString();
  }

  /** Returns the pattern for SQLite's GLOB, which distinguishes upper and lower case. */
  String glob() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal literal -> {
          if (literal.codePoint() == '*'
              || literal.codePoint() == '?'
              || literal.codePoint() == '[') {
            text.append('[').appendCodePoint(literal.codePoint()).append(']');
          } else {
            text.appendCodePoint(literal.codePoint());
          }
        }
        case Part.OneCharacter _ -> text.append('?');
        case Part.AnyCharacters _ -> text.append('*');
      }
    }
    return text.toString();
  }
}
