package dev.praetor.engine.secret;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of a secret that are masked like the secret itself: its text without blanks around it,
 * its lines, the values of its JSON, its numbers in other notations, and the parts between
 * separators that look like secrets.
 */
final class SecretParts {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Pattern SEPARATOR = Pattern.compile("[:;,|=&@\"]");

  /** The characters between groups of digits; the last three are spaces of their own kinds. */
  private static final List<String> GROUPING =
      List.of(",", ".", "'", "’", "_", " ", "\u00a0", "\u202f", "\u2009");

  private static final int SHORTEST_BETWEEN_SEPARATORS = 6;
  private static final int LONGEST_NUMBER = 200;
  private static final Set<String> LITERALS = Set.of("true", "false", "null", "NaN", "Infinity");
  private final Set<String> parts = new LinkedHashSet<>();

  private SecretParts() {}

  /** Returns the parts of a secret, beginning with the whole, each of at least 3 characters. */
  static Set<String> of(String secret) {
    SecretParts all = new SecretParts();
    if (secret.length() >= PatternIndex.SHORTEST) {
      all.parts.add(secret);
    }
    all.addText(secret);
    return all.parts;
  }

  private void addText(String text) {
    add(text);
    String stripped = text.strip();
    add(stripped);
    stripped
        .lines()
        .forEach(line -> {
          add(line);
          add(line.strip());
        });
    Optional<JsonNode> json = json(stripped);
    if (json.isPresent()) {
      addValues(json.get());
      return;
    }
    number(stripped)
        .ifPresent(number -> {
          add(stripped.substring("+-".indexOf(stripped.charAt(0)) < 0 ? 0 : 1));
          addNumber(number);
        });
    SEPARATOR
        .splitAsStream(stripped)
        .map(String::strip)
        .filter(part -> part.length() >= SHORTEST_BETWEEN_SEPARATORS)
        .filter(part -> !part.chars().allMatch(Character::isLetter))
        .forEach(this::add);
  }

  /** Returns a JSON object, array or string; numbers and other words are not JSON here. */
  private static Optional<JsonNode> json(String text) {
    if (text.isEmpty() || "{[\"".indexOf(text.charAt(0)) < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readTree(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private void addValues(JsonNode json) {
    if (json.isContainer()) {
      json.forEach(this::addValues);
    } else if (json.isString()) {
      addText(json.asString());
    } else if (json.isNumber()) {
      add(json.asString());
      add(Double.toString(json.doubleValue()));
      number(json.asString()).ifPresent(this::addNumber);
    }
  }

  private static Optional<BigDecimal> number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > LONGEST_NUMBER
          ? Optional.empty()
          : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Adds a number as code gives it out: without sign, with and without zeros at its end, as a
   * double, and grouped as in any country.
   */
  private void addNumber(BigDecimal number) {
    BigDecimal positive = number.abs();
    String plain = positive.stripTrailingZeros().toPlainString();
    add(positive.toString());
    add(positive.toPlainString());
    add(plain);
    add(plain.replace('.', ','));
    String grouped = String.format(Locale.ROOT, "%,d", positive.toBigInteger());
    for (String separator : GROUPING) {
      add(grouped.replace(",", separator));
    }
    if (plain.length() >= PatternIndex.SHORTEST) {
      add(Double.toString(positive.doubleValue()));
      add(Float.toString(positive.floatValue()));
    }
  }

  private void add(String part) {
    if (part.length() >= PatternIndex.SHORTEST
        && part.codePoints().anyMatch(Character::isLetterOrDigit)
        && !LITERALS.contains(part)) {
      parts.add(part);
    }
  }
}
