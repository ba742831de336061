package dev.praetor.schedule.internal.json;

import dev.praetor.schedule.InvalidSchedule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The normal form of parameters as JSON values: the smallest of Integer, Long and BigInteger that
 * holds a whole number, Double for other numbers. Parameters that are written and read again are
 * therefore equal to the originals.
 */
public final class ScheduleJsonValues {
  private static final int DEEPEST = 32;

  private ScheduleJsonValues() {}

  public static Map<String, Object> copyOf(Map<String, ?> parameters) {
    Map<String, Object> copy = new LinkedHashMap<>();
    parameters.forEach((name, value) -> copy.put(name, required(name, value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object required(String name, @Nullable Object value) {
    if (value == null) {
      throw new InvalidSchedule(
          "parameter \"%s\" is null: omit it to use the flow's default".formatted(name));
    }
    return copy(name, value, 0);
  }

  private static Object copy(String path, Object value, int depth) {
    if (depth > DEEPEST) {
      throw new InvalidSchedule(
          "parameter \"%s\" is nested more than %d deep".formatted(path, DEEPEST));
    }
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth;
      case Byte number -> number.intValue();
      case Short number -> number.intValue();
      case Integer number -> number;
      case Long number -> whole(BigInteger.valueOf(number));
      case BigInteger number -> whole(number);
      case Float number -> finite(path, Double.parseDouble(number.toString()));
      case Double number -> finite(path, number);
      case BigDecimal number -> decimal(path, number);
      case List<?> list -> list(path, list, depth);
      case Map<?, ?> map -> map(path, map, depth);
      default ->
          throw new InvalidSchedule(
              ("parameter \"%s\" is a %s: a schedule stores text, numbers, true and "
                      + "false, and lists and maps of these; give it as text")
                  .formatted(path, value.getClass().getName()));
    };
  }

  private static Object whole(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static Double finite(String path, double number) {
    if (!Double.isFinite(number)) {
      throw new InvalidSchedule(
          "parameter \"%s\" is %s, which JSON cannot represent".formatted(path, number));
    }
    return number;
  }

  private static Double decimal(String path, BigDecimal number) {
    double nearest = number.doubleValue();
    if (!Double.isFinite(nearest) || BigDecimal.valueOf(nearest).compareTo(number) != 0) {
      throw new InvalidSchedule(
          ("parameter \"%s\" is %s, which has more digits than a JSON number can hold; "
                  + "give it as text")
              .formatted(path, number));
    }
    return nearest;
  }

  private static List<@Nullable Object> list(String path, List<?> list, int depth) {
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      copy.add(element == null ? null : copy(path + "[" + i + "]", element, depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private static Map<String, @Nullable Object> map(String path, Map<?, ?> map, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, element) -> {
      if (!(key instanceof String name)) {
        throw new InvalidSchedule(
            "parameter \"%s\" has the key %s, which is not text".formatted(path, key));
      }
      copy.put(name, element == null ? null : copy(path + "." + name, element, depth + 1));
    });
    return Collections.unmodifiableMap(copy);
  }
}
