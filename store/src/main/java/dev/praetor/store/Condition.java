package dev.praetor.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions that all hold. Their text is fixed; what comes from outside is bound. */
final class Condition {
  private final List<String> parts = new ArrayList<>();
  private final List<Object> bound = new ArrayList<>();

  void and(String text, @Nullable Object... values) {
    parts.add(text);
    for (Object value : values) {
      if (value != null) {
        bound.add(value);
      }
    }
  }

  /** That a column has one of these values; nothing if there are none. */
  void anyOf(String column, List<String> values) {
    if (!values.isEmpty()) {
      String places = String.join(", ", Collections.nCopies(values.size(), "?"));
      parts.add(column + " IN (" + places + ")");
      bound.addAll(values);
    }
  }

  String text() {
    return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
  }

  List<Object> with(Object last) {
    List<Object> all = new ArrayList<>(bound);
    all.add(last);
    return all;
  }
}
