package dev.praetor.store.query.scan;

import dev.praetor.store.columns.TaskRunColumn;
import dev.praetor.store.columns.TaskRunColumns;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.And;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Condition.Has;
import dev.praetor.store.query.condition.Condition.Not;
import dev.praetor.store.query.condition.Condition.Or;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.sql.Values;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** Finds the task runs that meet a condition on their columns. */
public final class ColumnFilter {
  private ColumnFilter() {}

  /** Returns whether columns tell if a condition holds. */
  static boolean isPossible(Condition condition) {
    return switch (condition) {
      case And and -> and.all().stream().allMatch(ColumnFilter::isPossible);
      case Or or -> or.any().stream().allMatch(ColumnFilter::isPossible);
      case Not not -> isPossible(not.not());
      case Compare compare -> isPossible(compare);
      case Has _ -> false;
    };
  }

  private static boolean isPossible(Compare compare) {
    Set<TaskRunColumn> columns = ColumnValues.columns(compare.field());
    boolean isText = columns.stream().anyMatch(TaskRunColumn::isText);
    return !columns.isEmpty()
        && switch (compare.operator()) {
          case EQ, NEQ, IN, NOT_IN, IS_NULL -> true;
          case GT, GTE, LT, LTE -> !isText;
          case LIKE, ILIKE, CONTAINS, HAS_KEY -> false;
        };
  }

  /** Returns the columns that tell if a condition holds. */
  public static Set<TaskRunColumn> columns(Condition condition) {
    Set<TaskRunColumn> all = EnumSet.noneOf(TaskRunColumn.class);
    switch (condition) {
      case And and -> and.all().forEach(each -> all.addAll(columns(each)));
      case Or or -> or.any().forEach(each -> all.addAll(columns(each)));
      case Not not -> all.addAll(columns(not.not()));
      case Compare compare -> all.addAll(ColumnValues.columns(compare.field()));
      case Has has -> throw new IllegalArgumentException("not about columns: " + has);
    }
    return all;
  }

  /** Returns the task runs that meet a condition, by their places. */
  public static BitSet holding(Condition condition, TaskRunColumns rows) {
    BitSet holding = new BitSet(rows.size());
    switch (condition) {
      case And and -> {
        holding.set(0, rows.size());
        and.all().forEach(each -> holding.and(holding(each, rows)));
      }
      case Or or -> or.any().forEach(each -> holding.or(holding(each, rows)));
      case Not not -> {
        holding.or(holding(not.not(), rows));
        holding.flip(0, rows.size());
      }
      case Compare compare -> compare(compare, rows, holding);
      case Has has -> throw new IllegalArgumentException("not about columns: " + has);
    }
    return holding;
  }

  private static void compare(Compare compare, TaskRunColumns rows, BitSet holding) {
    long[] numbers = ColumnValues.of(compare.field(), rows);
    TaskRunColumn column = ColumnValues.columns(compare.field()).iterator().next();
    boolean ofAbsent = compare.operator() == Operator.IS_NULL && Values.yes(compare);
    LongPredicate test =
        column.isText() ? ofTexts(compare, rows.texts(column)) : ofNumbers(compare);
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] == TaskRunColumns.ABSENT ? ofAbsent : test.test(numbers[i])) {
        holding.set(i);
      }
    }
  }

  private static LongPredicate ofNumbers(Compare compare) {
    Operator operator = compare.operator();
    return switch (operator) {
      case IN, NOT_IN -> {
        Set<Object> any = new HashSet<>(Values.list(compare));
        yield number -> any.contains(number) == (operator == Operator.IN);
      }
      case IS_NULL -> _ -> !Values.yes(compare);
      case EQ, NEQ, GT, GTE, LT, LTE -> {
        long other = (Long) Values.one(compare);
        yield number -> holds(operator, Long.compare(number, other));
      }
      case LIKE, ILIKE, CONTAINS, HAS_KEY ->
          throw new IllegalArgumentException("not about columns: " + compare);
    };
  }

  private static boolean holds(Operator operator, int order) {
    return switch (operator) {
      case EQ -> order == 0;
      case NEQ -> order != 0;
      case GT -> order > 0;
      case GTE -> order >= 0;
      case LT -> order < 0;
      case LTE -> order <= 0;
      case IN, NOT_IN, IS_NULL, LIKE, ILIKE, CONTAINS, HAS_KEY ->
          throw new IllegalArgumentException("no comparison: " + operator);
    };
  }

  /** Returns whether a condition holds for the texts of a list, by their places in it. */
  private static LongPredicate ofTexts(Compare compare, List<String> texts) {
    Operator operator = compare.operator();
    BitSet holding = new BitSet(texts.size());
    if (operator == Operator.IS_NULL) {
      holding.set(0, texts.size(), !Values.yes(compare));
      return number -> holding.get((int) number);
    }
    boolean isOne = operator == Operator.EQ || operator == Operator.NEQ;
    boolean isSame = operator == Operator.EQ || operator == Operator.IN;
    Set<Object> any = isOne ? Set.of(Values.one(compare)) : new HashSet<>(Values.list(compare));
    for (int i = 0; i < texts.size(); i++) {
      holding.set(i, any.contains(texts.get(i)) == isSame);
    }
    return number -> holding.get((int) number);
  }
}
