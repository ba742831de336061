package dev.praetor.store.query.aggregate;

import java.util.List;

/**
 * A condition on groups. A comparison with a statistic that a group does not have never holds, and
 * {@link Not} is the exact opposite of its condition.
 */
public sealed interface GroupCondition {
  /** A condition that always holds. */
  GroupCondition ALWAYS = new And(List.of());

  /** Holds if all conditions hold; also if there are none. */
  record And(List<GroupCondition> all) implements GroupCondition {
    public And {
      all = List.copyOf(all);
    }
  }

  /** Holds if at least one condition holds; never if there are none. */
  record Or(List<GroupCondition> any) implements GroupCondition {
    public Or {
      any = List.copyOf(any);
    }
  }

  /** Holds if a condition does not hold. */
  record Not(GroupCondition not) implements GroupCondition {}

  /** Compares a number of a group with another one; durations are in seconds. */
  record Compare(GroupValue value, Comparison comparison, double number)
      implements GroupCondition {}

  /** The comparisons of two numbers. */
  enum Comparison {
    EQ("="),
    NEQ("<>"),
    GT(">"),
    GTE(">="),
    LT("<"),
    LTE("<=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }
}
