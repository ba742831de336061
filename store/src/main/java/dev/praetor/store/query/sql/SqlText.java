package dev.praetor.store.query.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A statement that is being put together: fixed parts, and the values that are bound in them. */
public final class SqlText {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> bound = new ArrayList<>();

  public SqlText add(String part) {
    text.append(part);
    return this;
  }

  /** Adds a part with one place for a value. */
  public SqlText add(String part, Object value) {
    text.append(part);
    bound.add(value);
    return this;
  }

  /** Adds a list of places for values, with commas between them. */
  public SqlText list(Collection<? extends @Nullable Object> values) {
    text.append(String.join(", ", Collections.nCopies(values.size(), "?")));
    values.forEach(value -> bound.add(Objects.requireNonNull(value)));
    return this;
  }

  public String text() {
    return text.toString();
  }

  public List<Object> bound() {
    return Collections.unmodifiableList(bound);
  }
}
