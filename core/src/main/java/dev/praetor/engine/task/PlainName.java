package dev.praetor.engine.task;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rule that a name has no characters that cannot be seen, or that change the direction in which
 * the others are read: two names that look the same would be different ones. It is that of all
 * names that people give, whatever else may be in them.
 */
public final class PlainName {
  /** Characters that cannot be seen, though they count as letters, marks or symbols. */
  private static final String BLANK =
      "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0\uFFFC";

  private PlainName() {}

  /** Returns the first character that a name may not have, in words; empty if there is none. */
  public static Optional<String> hidden(String name) {
    return name.codePoints().filter(PlainName::isHidden).mapToObj(PlainName::words).findFirst();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default ->
          BLANK.indexOf(c) >= 0
              || c >= 0xFE00 && c <= 0xFE0F
              || c >= 0xE0100 && c <= 0xE01EF
              || c == 0x16FE4
              || c == 0x1D159;
    };
  }

  private static String words(int c) {
    String name = Objects.requireNonNullElse(Character.getName(c), "no character");
    return "U+%04X (%s)".formatted(c, name.toLowerCase(Locale.ROOT));
  }

  /** Returns the sentence that a name has such a character. */
  public static String refusal(String what, String hidden) {
    return "the name of %s has no invisible characters, and none that change the direction of text, unlike %s"
        .formatted(what, hidden);
  }

  /** Returns a name as it may stand in a message: with hidden characters by their numbers. */
  public static String shown(String name) {
    return name.codePoints()
        .mapToObj(c -> isHidden(c) ? "\\u{%04X}".formatted(c) : Character.toString(c))
        .collect(Collectors.joining());
  }

  /**
   * Checks a name.
   *
   * @param what the thing that has the name, such as {@code a secret}
   * @throws IllegalArgumentException if it has such a character
   */
  public static void check(String what, String name) {
    hidden(name)
        .ifPresent(hidden -> {
          throw new IllegalArgumentException(refusal(what, hidden));
        });
  }
}
