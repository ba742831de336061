package dev.praetor.store.query.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on an entity. Each condition either holds or does not: {@link Not} is the exact
 * opposite of its condition, also where a field is absent.
 */
public sealed interface Condition {
  /** A condition that always holds. */
  Condition ALWAYS = new And(List.of());

  /** Holds if all conditions hold; also if there are none. */
  record And(List<Condition> all) implements Condition {
    public And {
      all = List.copyOf(all);
    }
  }

  /** Holds if at least one condition holds; never if there are none. */
  record Or(List<Condition> any) implements Condition {
    public Or {
      any = List.copyOf(any);
    }
  }

  /** Holds if a condition does not hold. */
  record Not(Condition not) implements Condition {}

  /**
   * Compares a field with a value.
   *
   * @param value the value, of the class that the field's {@link FieldType} states; for {@link
   *     Operator#IN} and {@link Operator#NOT_IN} a {@link List} of such values, for {@link
   *     Operator#IS_NULL} a {@link Boolean}. Null is refused.
   */
  record Compare(Field field, Operator operator, @Nullable Object value) implements Condition {}

  /** Holds if at least one related entity meets a condition. */
  record Has(Relation relation, Condition of) implements Condition {}

  static Condition and(Condition... all) {
    return new And(List.of(all));
  }

  static Condition or(Condition... any) {
    return new Or(List.of(any));
  }

  static Condition not(Condition condition) {
    return new Not(condition);
  }

  static Condition is(Field field, Object value) {
    return new Compare(field, Operator.EQ, value);
  }
}
