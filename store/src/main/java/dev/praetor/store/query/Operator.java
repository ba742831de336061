package dev.praetor.store.query;

/**
 * The comparisons of a field with a value. A comparison with an absent field never holds, whatever
 * the operator, except {@link #IS_NULL} with {@code true}.
 */
public enum Operator {
  EQ,
  NEQ,
  GT,
  GTE,
  LT,
  LTE,
  /** The field has one of the values of a list. */
  IN,
  /** The field is present and has none of the values of a list. */
  NOT_IN,
  /** The field is absent if the value is {@code true}, and present if it is {@code false}. */
  IS_NULL,
  /**
   * The whole text matches a pattern, in which {@code %} stands for any characters and {@code _}
   * for one character; a backslash before a character makes it stand for itself.
   */
  LIKE,
  /** The whole text matches a pattern as for {@link #LIKE}; the letters A to Z match a to z. */
  ILIKE,
  /** The labels or the JSON object contain all members of the value, with equal values. */
  CONTAINS,
  /** The labels or the JSON object have a member of this name. */
  HAS_KEY
}
