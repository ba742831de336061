package dev.praetor.store.query.sql;

import dev.praetor.StateType;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.query.condition.Condition.Compare;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of checked comparisons in the form in which they are bound: texts and numbers. */
public final class Values {
  private static final long MICROS = 1_000_000;

  private Values() {}

  public static Object one(Compare compare) {
    return bound(present(compare));
  }

  public static List<Object> list(Compare compare) {
    return ((List<?>) present(compare)).stream().map(each -> bound(present(each))).toList();
  }

  static List<StateType> states(Compare compare) {
    Object value = present(compare);
    return value instanceof List<?> list
        ? list.stream().map(each -> (StateType) present(each)).toList()
        : List.of((StateType) value);
  }

  public static boolean yes(Compare compare) {
    return (Boolean) present(compare);
  }

  static LikePattern pattern(Compare compare) {
    return LikePattern.parse(StorableText.plain((String) present(compare)));
  }

  static Map<String, String> labels(Compare compare) {
    Map<String, String> labels = new LinkedHashMap<>();
    ((Map<?, ?>) present(compare))
        .forEach((name, value) -> labels.put(text(present(name)), text(present(value))));
    return labels;
  }

  private static Object present(Compare compare) {
    return present(compare.value());
  }

  private static Object present(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }

  private static String text(Object value) {
    return StorableText.plain((String) value);
  }

  private static Object bound(Object value) {
    return switch (value) {
      case String text -> StorableText.plain(text);
      case Long number -> number;
      case Instant time -> Micros.micros(time);
      case Duration length -> micros(length);
      case Boolean yes -> yes ? 1L : 0L;
      case StateType state -> state.label();
      default -> throw new IllegalArgumentException("unchecked value " + value);
    };
  }

  /** Returns a length in microseconds; a longer one than fits becomes the longest that fits. */
  static long micros(Duration length) {
    long most = Long.MAX_VALUE / MICROS - 1;
    long seconds = Math.clamp(length.getSeconds(), -most, most);
    return seconds * MICROS + length.getNano() / 1_000;
  }
}
