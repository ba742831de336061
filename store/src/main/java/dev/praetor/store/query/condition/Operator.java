package dev.praetor.store.query.condition;

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
  /**
   * The labels contain all members of the value, with equal values. A JSON object contains an
   * object if it has all of its members, and each of these contains the other's; an array contains
   * an array if each element of the other one is contained in one of its own; other values contain
   * their equals. An array that is a whole document also contains each text, number and boolean
   * that is an element.
   */
  CONTAINS,
  /** The labels or the JSON object have a member of this name. */
  HAS_KEY
}
