package dev.praetor.store.query.condition;

import dev.praetor.StateType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The types of fields, with the operators and the class of values that each of them takes. */
public enum FieldType {
  /** A {@link String}; ordered by its code points. */
  TEXT(String.class),
  /** A {@link Long}. */
  LONG(Long.class),
  /** An {@link Instant}, which is compared in microseconds. */
  INSTANT(Instant.class),
  /** A {@link Duration}, which is compared in microseconds. */
  DURATION(Duration.class),
  /** A {@link Boolean}; false comes before true. */
  BOOLEAN(Boolean.class),
  /** A {@link StateType}; ordered by its label. */
  STATE(StateType.class),
  /**
   * Names with texts. {@link Operator#CONTAINS} takes a {@link Map} of {@link String}s, and {@link
   * Operator#HAS_KEY} a {@link String}.
   */
  LABELS(Map.class),
  /**
   * A JSON document. {@link Operator#CONTAINS} takes a {@link Map}, a list, a {@link String}, a
   * {@link Number} or a {@link Boolean}, made of such values and of nulls; {@link Operator#HAS_KEY}
   * a {@link String}.
   */
  JSON(Object.class);

  private final Class<?> value;

  FieldType(Class<?> value) {
    this.value = value;
  }

  /** Returns the class of the values of a field of this type. */
  public Class<?> value() {
    return value;
  }

  /** Returns the operators that a field of this type takes. */
  public Set<Operator> operators() {
    Set<Operator> equal =
        EnumSet.of(Operator.EQ, Operator.NEQ, Operator.IN, Operator.NOT_IN, Operator.IS_NULL);
    Set<Operator> order = EnumSet.of(Operator.GT, Operator.GTE, Operator.LT, Operator.LTE);
    return switch (this) {
      case TEXT -> union(equal, order, EnumSet.of(Operator.LIKE, Operator.ILIKE));
      case LONG, INSTANT, DURATION -> union(equal, order);
      case BOOLEAN -> EnumSet.of(Operator.EQ, Operator.NEQ, Operator.IS_NULL);
      case STATE -> equal;
      case LABELS, JSON -> EnumSet.of(Operator.CONTAINS, Operator.HAS_KEY);
    };
  }

  @SafeVarargs
  private static Set<Operator> union(Set<Operator>... sets) {
    Set<Operator> union = EnumSet.noneOf(Operator.class);
    for (Set<Operator> each : sets) {
      union.addAll(each);
    }
    return union;
  }

  /** Returns whether entities can be ordered by a field of this type. */
  public boolean isOrderable() {
    return switch (this) {
      case TEXT, LONG, INSTANT, DURATION, BOOLEAN, STATE -> true;
      case LABELS, JSON -> false;
    };
  }
}
