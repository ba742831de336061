package dev.praetor.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that were good, and are broken now. */
final class HostileText {
  private static final List<String> PARTS =
      List.of(
          "{",
          "}",
          "\"",
          "\\\"",
          "\\u0000",
          "\\ud800",
          "\\udc00x",
          "null",
          "[",
          "]",
          "[]",
          "{}",
          "(",
          ")",
          "$",
          "...",
          "query",
          "mutation",
          "fragment a on Run { ...a }",
          "-9223372036854775809",
          "9223372036854775808",
          "2147483648",
          "1e400",
          "-0.0",
          "\u0000",
          "\ud83d\ude00",
          ", first: 999999999",
          ", first: -1",
          "where: {_not: {_not: {}}}",
          "@skip(if: true)",
          "@include(if: $none)",
          "{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:1}}}}}}}}}}}}}",
          "\\n",
          "\n",
          "#",
          "%",
          "_",
          "' OR '1' = '1",
          "../../",
          "\u202e",
          "\u0130",
          "\ufeff");

  private HostileText() {}

  static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Returns a text with some changes: cut, doubled, moved, replaced and put in. */
  static String broken(Random random, String good) {
    StringBuilder text = new StringBuilder(good);
    for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(7)) {
        case 0 -> text.setLength(at);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, one(random, PARTS));
        case 3 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
        case 4 -> text.setCharAt(at, (char) random.nextInt(0x10000));
        case 5 -> swap(random, text, at);
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
      }
    }
    return text.toString();
  }

  /** Swaps two words. */
  private static void swap(Random random, StringBuilder text, int at) {
    String[] words = text.toString().split("(?<=\\W)|(?=\\W)", -1);
    int one = random.nextInt(words.length);
    int other = at % words.length;
    String kept = words[one];
    words[one] = words[other];
    words[other] = kept;
    text.setLength(0);
    text.append(String.join("", words));
  }

  /** Returns JSON in which a value has become one of another type. */
  static String otherTypes(Random random, String json) {
    String value =
        one(
            random,
            List.of(
                "null",
                "true",
                "-1",
                "0",
                "1e999",
                "99999999999999999999",
                "0.5",
                "\"\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"" + "x".repeat(random.nextInt(6_000)) + "\"",
                "[]",
                "[[]]",
                "{}",
                "[" + "1,".repeat(1_200) + "1]",
                "{\"a\":".repeat(600) + "1" + "}".repeat(600)));
    List<int[]> values = new ArrayList<>();
    for (int at = json.indexOf(": "); at >= 0; at = json.indexOf(": ", at + 1)) {
      int end = at + 2;
      while (end < json.length() && ",}]".indexOf(json.charAt(end)) < 0) {
        end++;
      }
      values.add(new int[] {at + 2, end});
    }
    if (values.isEmpty()) {
      return value;
    }
    int[] place = one(random, values);
    return json.substring(0, place[0]) + value + json.substring(place[1]);
  }
}
