package dev.praetor.store.query;

import static dev.praetor.store.query.Operator.CONTAINS;
import static dev.praetor.store.query.Operator.EQ;
import static dev.praetor.store.query.Operator.GT;
import static dev.praetor.store.query.Operator.GTE;
import static dev.praetor.store.query.Operator.HAS_KEY;
import static dev.praetor.store.query.Operator.ILIKE;
import static dev.praetor.store.query.Operator.IN;
import static dev.praetor.store.query.Operator.IS_NULL;
import static dev.praetor.store.query.Operator.LIKE;
import static dev.praetor.store.query.Operator.LT;
import static dev.praetor.store.query.Operator.LTE;
import static dev.praetor.store.query.Operator.NEQ;
import static dev.praetor.store.query.Operator.NOT_IN;

import dev.praetor.StateType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The types of fields, with the operators and the class of values that each of them takes. */
public enum FieldType {
  /** A {@link String}; ordered by its code points. */
  TEXT(String.class, EnumSet.of(EQ, NEQ, GT, GTE, LT, LTE, IN, NOT_IN, IS_NULL, LIKE, ILIKE), true),
  /** A {@link Long}. */
  LONG(Long.class, EnumSet.of(EQ, NEQ, GT, GTE, LT, LTE, IN, NOT_IN, IS_NULL), true),
  /** An {@link Instant}, which is compared in microseconds. */
  INSTANT(Instant.class, EnumSet.of(EQ, NEQ, GT, GTE, LT, LTE, IN, NOT_IN, IS_NULL), true),
  /** A {@link Duration}, which is compared in microseconds. */
  DURATION(Duration.class, EnumSet.of(EQ, NEQ, GT, GTE, LT, LTE, IN, NOT_IN, IS_NULL), true),
  /** A {@link Boolean}; false comes before true. */
  BOOLEAN(Boolean.class, EnumSet.of(EQ, NEQ, IS_NULL), true),
  /** A {@link StateType}; ordered by its label. */
  STATE(StateType.class, EnumSet.of(EQ, NEQ, IN, NOT_IN, IS_NULL), true),
  /**
   * Names with texts. {@link Operator#CONTAINS} takes a {@link Map} of {@link String}s, and {@link
   * Operator#HAS_KEY} a {@link String}.
   */
  LABELS(Map.class, EnumSet.of(CONTAINS, HAS_KEY), false);

  private final Class<?> value;
  private final Set<Operator> operators;
  private final boolean orderable;

  FieldType(Class<?> value, Set<Operator> operators, boolean orderable) {
    this.value = value;
    this.operators = Collections.unmodifiableSet(operators);
    this.orderable = orderable;
  }

  /** Returns the class of the values of a field of this type. */
  public Class<?> value() {
    return value;
  }

  /** Returns the operators that a field of this type takes. */
  public Set<Operator> operators() {
    return operators;
  }

  /** Returns whether entities can be ordered by a field of this type. */
  public boolean isOrderable() {
    return orderable;
  }
}
