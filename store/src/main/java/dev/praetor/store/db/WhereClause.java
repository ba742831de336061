package dev.praetor.store.db;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a query, which must all hold. Their text is fixed; values from outside are
 * bound.
 */
public final class WhereClause {
  private final List<String> parts = new ArrayList<>();
  private final List<Object> bound = new ArrayList<>();

  public void and(String text, @Nullable Object... values) {
    parts.add(text);
    for (Object value : values) {
      if (value != null) {
        bound.add(value);
      }
    }
  }

  /** Requires a column to have one of these values; adds no condition if there are no values. */
  public void anyOf(String column, List<String> values) {
    if (!values.isEmpty()) {
      String places = String.join(", ", Collections.nCopies(values.size(), "?"));
      parts.add(column + " IN (" + places + ")");
      bound.addAll(values);
    }
  }

  public String text() {
    return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
  }

  public List<Object> with(Object last) {
    List<Object> all = new ArrayList<>(bound);
    all.add(last);
    return all;
  }
}
