package dev.praetor.store.query.aggregate;

import dev.praetor.store.query.sql.SqlText;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes conditions on groups as SQL.
 *
 * @param numbers returns the expression for a number of a group
 */
record GroupConditionSql(SqlText sql, Function<GroupValue, Number> numbers) {
  /**
   * The expression for a number.
   *
   * @param unit the size of its unit, in that of the numbers in conditions
   */
  record Number(String expression, double unit) {}

  /** Returns the numbers that a condition compares. */
  static Stream<GroupValue> values(GroupCondition condition) {
    return switch (condition) {
      case GroupCondition.And and -> and.all().stream().flatMap(GroupConditionSql::values);
      case GroupCondition.Or or -> or.any().stream().flatMap(GroupConditionSql::values);
      case GroupCondition.Not not -> values(not.not());
      case GroupCondition.Compare compare -> Stream.of(compare.value());
    };
  }

  /**
   * Writes a condition.
   *
   * @param negated true within a negation, where an unknown truth value would not become the
   *     opposite of false
   */
  void write(GroupCondition condition, boolean negated) {
    switch (condition) {
      case GroupCondition.And and -> join(and.all(), " AND ", "1 = 1", negated);
      case GroupCondition.Or or -> join(or.any(), " OR ", "1 = 0", negated);
      case GroupCondition.Not not -> {
        sql.add("NOT (");
        write(not.not(), true);
        sql.add(")");
      }
      case GroupCondition.Compare compare -> {
        Number number = numbers.apply(compare.value());
        sql.add(negated ? "(" + number.expression() + " IS NOT NULL AND " : "");
        sql.add(
            "%s %s CAST(? AS DOUBLE PRECISION)"
                .formatted(number.expression(), compare.comparison().sign()),
            compare.number() * number.unit());
        sql.add(negated ? ")" : "");
      }
    }
  }

  private void join(List<GroupCondition> parts, String with, String none, boolean negated) {
    if (parts.isEmpty()) {
      sql.add(none);
      return;
    }
    String before = "(";
    for (GroupCondition part : parts) {
      sql.add(before);
      write(part, negated);
      before = with;
    }
    sql.add(")");
  }
}
