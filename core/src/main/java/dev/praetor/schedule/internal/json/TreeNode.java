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
 * A place in a tree that is being read, with its path. Problems are collected, not thrown, so that
 * a reader finds all of them. For one thread.
 *
 * @param path the path from the root of the tree
 * @param value the value at this place
 * @param problems the problems found so far, shared by all places of the tree
 */
public record TreeNode(String path, @Nullable Object value, List<String> problems) {
  private static final int MOST_ELEMENTS = 100_000;

  void problem(String problem) {
    problems.add(path + ": " + problem);
  }

  /** Returns the object at this place, if it is one; every unknown key is a problem. */
  Optional<Map<?, ?>> object(Set<String> known) {
    if (!(value instanceof Map<?, ?> map)) {
      problem("is %s, expected an object with %s".formatted(kind(), sorted(known)));
      return Optional.empty();
    }
    for (Object key : map.keySet()) {
      if (!(key instanceof String name) || !known.contains(name)) {
        problem(
            "\"%s\" is not a known key, expected %s".formatted(abbreviated(key), sorted(known)));
      }
    }
    return Optional.of(map);
  }

  /** Returns the place of a key, if the key has a value. */
  Optional<TreeNode> child(String key) {
    return value instanceof Map<?, ?> map && map.get(key) != null
        ? Optional.of(new TreeNode(path + "." + key, map.get(key), problems))
        : Optional.empty();
  }

  /**
   * Returns the elements of the list at this place; invalid elements are omitted and are problems.
   */
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

  /** Returns the text at this place, if it is one. */
  Optional<String> text() {
    if (value instanceof String text) {
      return Optional.of(text);
    }
    problem("is %s, expected text".formatted(kind()));
    return Optional.empty();
  }

  /** Returns the converted text at this place; an exception of the conversion is a problem. */
  <T> Optional<T> text(String expected, Function<String, T> conversion) {
    return text().flatMap(text -> attempt(expected, () -> conversion.apply(text)));
  }

  /** Returns the result of a conversion; an exception of the conversion is a problem. */
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

  /** Returns whether the value at this place is true; any other value is a problem. */
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
