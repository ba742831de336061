package dev.praetor.store.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A statement that is being put together: fixed parts, and the values that are bound in them. */
final class SqlText {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> bound = new ArrayList<>();

  SqlText add(String part) {
    text.append(part);
    return this;
  }

  /** Adds a part with one place for a value. */
  SqlText add(String part, Object value) {
    text.append(part);
    bound.add(value);
    return this;
  }

  /** Adds a list of places for values, with commas between them. */
  SqlText list(Collection<? extends @Nullable Object> values) {
    text.append(String.join(", ", Collections.nCopies(values.size(), "?")));
    values.forEach(value -> bound.add(Objects.requireNonNull(value)));
    return this;
  }

  String text() {
    return text.toString();
  }

  List<Object> bound() {
    return Collections.unmodifiableList(bound);
  }
}
