package dev.praetor.cli.text;

/**
 * The styles of printed text. Texts carry a style as a character that Unicode reserves for internal
 * use; {@link PrintableText} replaces it by the terminal's escape sequence, or by nothing.
 */
public enum TextStyle {
  PLAIN('\ufdd0', "0"),
  GREEN('\ufdd1', "32"),
  RED('\ufdd2', "31"),
  MAGENTA('\ufdd3', "35"),
  CYAN('\ufdd4', "36"),
  YELLOW('\ufdd5', "33"),
  GREY('\ufdd6', "90");

  private static final TextStyle[] ALL = values();
  private final char mark;
  private final String code;

  TextStyle(char mark, String code) {
    this.mark = mark;
    this.code = code;
  }

  /** Returns a text in this style. */
  public String of(String text) {
    return mark + text + PLAIN.mark;
  }

  static boolean isMark(int character) {
    return character >= PLAIN.mark && character < PLAIN.mark + ALL.length;
  }

  static String sequence(char mark) {
    return "\u001b[" + ALL[mark - PLAIN.mark].code + "m";
  }
}
