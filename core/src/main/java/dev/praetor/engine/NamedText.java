package dev.praetor.engine;

import dev.praetor.PraetorException;
import dev.praetor.engine.task.PlainName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text that a task has read by its name, and what can be made of it.
 *
 * @param made is told the parts and numbers that are made of the text
 * @param refused makes the exception for a text that is not of a kind, such as {@code a number}
 */
public record NamedText(
    String text, Consumer<String> made, Function<String, ? extends PraetorException> refused) {
  private static final int LONGEST_NAME = 200;

  /**
   * Checks the name of a text.
   *
   * @param kind the kind of the text in words, such as {@code secret}
   * @throws IllegalArgumentException if the name is blank, too long, or has characters that cannot
   *     be seen
   */
  public static void checkName(String kind, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a " + kind + " needs a name");
    }
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the name of a " + kind + " has at most 200 characters, not " + name.length());
    }
    PlainName.check("a " + kind, name);
  }

  /**
   * Returns the pattern of a separator, which is a text and not a regular expression.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static Pattern separator(String separator) {
    if (separator.isEmpty()) {
      throw new IllegalArgumentException("the separator is empty");
    }
    return Pattern.compile(Pattern.quote(separator));
  }

  /** Returns the lines, without their line breaks. */
  public List<String> lines() {
    return text.lines().toList();
  }

  /** Returns the parts between separators, without the blanks around each part. */
  public List<String> split(Pattern separator) {
    List<String> parts = separator.splitAsStream(text).map(String::strip).toList();
    parts.forEach(made);
    return parts;
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public int asInt() {
    return number(Integer::valueOf, "a whole number");
  }

  public long asLong() {
    return number(Long::valueOf, "a whole number");
  }

  public BigDecimal asDecimal() {
    return number(BigDecimal::new, "a number");
  }

  private <T extends Number> T number(Function<String, T> parser, String kind) {
    try {
      T number = parser.apply(text.strip());
      made.accept(number.toString());
      return number;
    } catch (NumberFormatException e) {
      throw refused.apply(kind);
    }
  }

  public JsonNode asJson() {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw refused.apply("JSON");
    }
  }
}
