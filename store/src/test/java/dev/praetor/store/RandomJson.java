package dev.praetor.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random JSON documents, and parts of them, with values that are equal, or nearly so. */
record RandomJson(SplittableRandom random) {
  static final List<String> NAMES = List.of("a", "A", "b.c", "é\"\\", "$", "😀");
  private static final List<String> TEXTS =
      List.of("", "1", "true", "null", "a", "A", "\\u0000", "é\n", "'; --", "😀", "{\"a\":1}");
  private static final List<BigDecimal> NUMBERS =
      List.of(
          new BigDecimal("0"),
          new BigDecimal("1"),
          new BigDecimal("1.0"),
          new BigDecimal("1.00000000000000000001"),
          new BigDecimal("1E+2"),
          new BigDecimal("100"),
          new BigDecimal("-0.1"),
          new BigDecimal("9007199254740992"),
          new BigDecimal("9007199254740993"),
          new BigDecimal("123456789012345678901234567890"),
          new BigDecimal("1E+400"),
          new BigDecimal("1E-400"));

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @Nullable Object document(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2, 3 -> any(NUMBERS);
      case 4 -> any(TEXTS);
      case 5, 6 -> object(depth);
      default -> {
        List<@Nullable Object> array = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(document(depth - 1));
        }
        yield array;
      }
    };
  }

  Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.put(any(NAMES), document(depth - 1));
    }
    return object;
  }

  /** Returns a document that is not null. */
  Object present(int depth) {
    Object document = null;
    while (document == null) {
      document = document(depth);
    }
    return document;
  }

  /** Returns a part of a document that is not null. */
  Object presentPart(Object document) {
    Object part = part(document);
    return part == null ? document : part;
  }

  /** Returns a part of a document, in which a value now and then is another one. */
  @Nullable Object part(@Nullable Object document) {
    if (random.nextInt(20) == 0) {
      return document(1);
    }
    return switch (document) {
      case Map<?, ?> members -> {
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        members.forEach((name, value) -> {
          if (random.nextBoolean()) {
            part.put((String) name, part(value));
          }
        });
        yield part;
      }
      case List<?> elements -> {
        List<@Nullable Object> part = new ArrayList<>();
        for (int i = elements.size(); i > 0; i--) {
          part.add(part(elements.get(random.nextInt(elements.size()))));
        }
        yield part;
      }
      case null, default -> document;
    };
  }

  /** Computes whether a document contains another one. */
  static boolean contains(@Nullable Object document, @Nullable Object part) {
    return document instanceof List<?> own
            && !(part instanceof List<?> || part instanceof Map<?, ?>)
        ? own.stream().anyMatch(each -> within(each, part))
        : within(document, part);
  }

  private static boolean within(@Nullable Object own, @Nullable Object part) {
    return switch (part) {
      case null -> own == null;
      case Map<?, ?> wanted -> {
        for (Map.Entry<?, ?> each : wanted.entrySet()) {
          if (!(own instanceof Map<?, ?> members)
              || !members.containsKey(each.getKey())
              || !within(members.get(each.getKey()), each.getValue())) {
            yield false;
          }
        }
        yield own instanceof Map<?, ?>;
      }
      case List<?> wanted ->
          own instanceof List<?> elements
              && wanted.stream()
                  .allMatch(each -> elements.stream().anyMatch(element -> within(element, each)));
      case BigDecimal number -> own instanceof BigDecimal same && same.compareTo(number) == 0;
      default -> part.equals(own);
    };
  }
}
