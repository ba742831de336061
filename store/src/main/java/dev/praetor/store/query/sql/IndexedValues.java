package dev.praetor.store.query.sql;

import dev.praetor.StateType;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.And;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.TaskRunField;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of values for which there is an index of its own. A database uses such an index only if its
 * condition stands in the query as it does in the index.
 */
record IndexedValues(Field field, String index, List<String> values) {
  private static final List<String> UNSUCCESSFUL =
      labels(StateType.FAILED, StateType.TIMED_OUT, StateType.TRIGGER_FAILED, StateType.CRASHED);
  private static final List<String> OPEN =
      labels(
          StateType.RUNNING,
          StateType.QUEUED,
          StateType.RETRYING,
          StateType.SCHEDULED,
          StateType.PAUSED);
  private static final List<IndexedValues> ALL =
      List.of(
          new IndexedValues(TaskRunField.STATE, "task_run_unsuccessful", UNSUCCESSFUL),
          new IndexedValues(TaskRunField.STATE, "task_run_open", OPEN),
          new IndexedValues(LogField.LEVEL, "log_severe", List.of("WARN", "ERROR")));

  IndexedValues {
    values = List.copyOf(values);
  }

  private static List<String> labels(StateType... states) {
    return Stream.of(states).map(StateType::label).toList();
  }

  /** Returns the set that contains all values for which a comparison holds, if there is one. */
  static Optional<IndexedValues> of(Compare compare) {
    return ALL.stream().filter(each -> each.contains(compare)).findFirst();
  }

  private boolean contains(Compare compare) {
    return compare.field() == field
        && switch (compare.operator()) {
          case EQ -> values.contains(Values.one(compare).toString());
          case IN ->
              !Values.list(compare).isEmpty()
                  && Set.copyOf(values).containsAll(Values.list(compare));
          case NEQ, GT, GTE, LT, LTE, NOT_IN, IS_NULL, LIKE, ILIKE, CONTAINS, HAS_KEY -> false;
        };
  }

  /** Returns the condition that a column has one of these values. */
  String on(String column) {
    return values.stream().collect(Collectors.joining("', '", column + " IN ('", "')"));
  }

  /**
   * Returns the name of an index for a condition that a database might not choose by itself,
   * because another one has the order of the list; empty if there is none.
   */
  static Optional<String> best(Condition where) {
    return switch (where) {
      case And and ->
          and.all().stream().map(IndexedValues::best).flatMap(Optional::stream).findFirst();
      case Compare compare -> of(compare).map(IndexedValues::index);
      case Condition.Or _, Condition.Not _, Condition.Has _ -> Optional.empty();
    };
  }
}
