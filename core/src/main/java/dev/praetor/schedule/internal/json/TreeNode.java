package dev.praetor.schedule.internal.json;

import dev.praetor.schedule.InvalidSchedule;
import dev.praetor.schedule.ScheduleSearchGaveUp;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place in a tree that is being read, with the path to it. What is wrong there is noted, not
 * thrown, so that a reader finds all that is wrong; one thread.
 */
public record TreeNode(String path, @Nullable Object value, List<String> problems) {
  private static final int MOST_ELEMENTS = 100_000;

  void problem(String problem) {
    problems.add(path + ": " + problem);
  }

  /** The object here, of which other keys than these are refused. */
  Optional<Map<?, ?>> object(Set<String> known) {
    if (!(value instanceof Map<?, ?> map)) {
      problem("is %s, expected an object with %s".formatted(kind(), sorted(known)));
      return Optional.empty();
    }
    for (Object key : map.keySet()) {
      if (!(key instanceof String name) || !known.contains(name)) {
        problem("\"%s\" is not known here, expected %s".formatted(abbreviated(key), sorted(known)));
      }
    }
    return Optional.of(map);
  }

  /** The value under a key, if there is one. */
  Optional<TreeNode> child(String key) {
    return value instanceof Map<?, ?> map && map.get(key) != null
        ? Optional.of(new TreeNode(path + "." + key, map.get(key), problems))
        : Optional.empty();
  }

  /** The elements here, read one by one; those that are wrong are left out and noted. */
  <T> List<T> list(Function<TreeNode, Optional<T>> element) {
    if (!(value instanceof List<?> list)) {
      problem("is %s, expected a list".formatted(kind()));
      return List.of();
    }
    if (list.size() > MOST_ELEMENTS) {
      problem("has %,d elements, at most %,d are read".formatted(list.size(), MOST_ELEMENTS));
      return List.of();
    }
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      element
          .apply(new TreeNode(path + "[" + i + "]", list.get(i), problems))
          .ifPresent(elements::add);
    }
    return elements;
  }

  /** The text here. */
  Optional<String> text() {
    if (value instanceof String text) {
      return Optional.of(text);
    }
    problem("is %s, expected text".formatted(kind()));
    return Optional.empty();
  }

  /** The text here, as something else; what the conversion throws is noted. */
  <T> Optional<T> text(String expected, Function<String, T> conversion) {
    return text().flatMap(text -> attempt(expected, () -> conversion.apply(text)));
  }

  /** The outcome of a conversion; what it throws is noted. */
  <T> Optional<T> attempt(String expected, Supplier<T> conversion) {
    try {
      return Optional.of(conversion.get());
    } catch (InvalidSchedule e) {
      e.problems().forEach(this::problem);
    } catch (ScheduleSearchGaveUp e) {
      problem(String.valueOf(e.getMessage()));
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      problem("%s is not %s".formatted(abbreviated(value), expected));
    }
    return Optional.empty();
  }

  /** True here; anything else is noted. */
  boolean isTrue() {
    if (!Boolean.TRUE.equals(value)) {
      problem("is %s, expected true".formatted(kind()));
    }
    return Boolean.TRUE.equals(value);
  }

  private String kind() {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "a list";
      case String text -> "the text \"%s\"".formatted(abbreviated(text));
      default -> abbreviated(value);
    };
  }

  public static String abbreviated(@Nullable Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
