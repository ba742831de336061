package dev.praetor.engine.secret;

import dev.praetor.engine.secret.PatternIndex.Pattern;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The forms in which a text appears when it is encoded together with other text: Base64,
 * hexadecimal and lists of bytes. Escapes of single characters are left to {@link Decoding}.
 */
final class SecretForms {
  private SecretForms() {}

  static void addTo(Set<Pattern> patterns, String text) {
    addPlain(patterns, text);
    addInOtherCharsets(patterns, text);
    for (String between : List.of(", ", "\",\"", "\", \"")) {
      patterns.add(
          new Pattern(
              text.chars()
                  .mapToObj(c -> String.valueOf((char) c))
                  .collect(Collectors.joining(between)),
              true));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      addBase64(patterns, bytes, before);
    }
    patterns.add(new Pattern(HexFormat.of().formatHex(bytes), true));
    patterns.add(new Pattern(HexFormat.ofDelimiter(":").formatHex(bytes), true));
    patterns.add(new Pattern(HexFormat.ofDelimiter(" ").formatHex(bytes), true));
    patterns.add(new Pattern(HexFormat.ofDelimiter("-").formatHex(bytes), true));
    patterns.add(new Pattern(HexFormat.ofDelimiter(", 0x").formatHex(bytes), true));
    patterns.add(new Pattern(HexFormat.ofDelimiter(",0x").formatHex(bytes), true));
    addList(patterns, IntStream.range(0, bytes.length).map(i -> bytes[i]));
    if (text.length() != bytes.length) {
      addList(patterns, IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF));
      addList(patterns, text.chars());
      addList(patterns, text.codePoints());
    }
  }

  /** Adds numbers as they are in JSON and as Java prints them. */
  private static void addList(Set<Pattern> patterns, IntStream numbers) {
    String list = numbers.mapToObj(Integer::toString).collect(Collectors.joining(","));
    patterns.add(new Pattern(list, false));
    patterns.add(new Pattern(list.replace(",", ", "), false));
  }

  /** Adds only the text itself, as it is in texts and in the queries of URLs. */
  static void addPlain(Set<Pattern> patterns, String text) {
    patterns.add(new Pattern(text, true));
    if (text.indexOf(' ') >= 0) {
      patterns.add(new Pattern(text.replace(' ', '+'), true));
    }
  }

  /** Adds a text that is not ASCII as it is when it is written or read with another charset. */
  private static void addInOtherCharsets(Set<Pattern> patterns, String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return;
    }
    for (String form :
        List.of(
            new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
            new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII),
            text.toUpperCase(Locale.ROOT),
            text.toLowerCase(Locale.ROOT),
            Normalizer.normalize(text, Normalizer.Form.NFC),
            Normalizer.normalize(text, Normalizer.Form.NFD))) {
      if (form.length() >= PatternIndex.SHORTEST
          && form.codePoints().anyMatch(Character::isLetterOrDigit)) {
        patterns.add(new Pattern(form, true));
      }
    }
  }

  /**
   * Adds the Base64 forms of a text that follows {@code before} bytes (modulo 3) of other text: the
   * characters that depend on the text alone. Without text before and after it, these are all
   * characters.
   */
  private static void addBase64(Set<Pattern> patterns, byte[] secret, int before) {
    byte[] padded = new byte[before + secret.length];
    System.arraycopy(secret, 0, padded, before, secret.length);
    int from = (before * 8 + 5) / 6;
    int to = padded.length * 8 / 6;
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String encoded = encoder.encodeToString(padded);
      String unpadded = encoder.withoutPadding().encodeToString(padded);
      patterns.add(new Pattern(encoded.substring(from), false));
      patterns.add(new Pattern(unpadded.substring(from), false));
      patterns.add(new Pattern(encoded.substring(from, to), false));
    }
  }
}
