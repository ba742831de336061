package dev.praetor.store;

import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entity of a store that queries are tried on.
 *
 * @param values the values of its fields; absent for fields that it does not have
 */
record QueryThing(Entity entity, Map<Field, Object> values) {
  QueryThing {
    values = Collections.unmodifiableMap(new HashMap<>(values));
  }

  @Nullable Object get(Field field) {
    return values.get(field);
  }

  /** Returns whether two fields are there and equal. */
  boolean has(Field own, QueryThing other, Field others) {
    Object value = get(own);
    return value != null && value.equals(other.get(others));
  }
}
