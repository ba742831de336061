package dev.praetor.store.query;

import dev.praetor.StateType;
import dev.praetor.store.query.Condition.And;
import dev.praetor.store.query.Condition.Compare;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sets of values for which there are indexes of their own. A database uses such an index only
 * if its condition stands in the query as it does in the index.
 */
enum IndexedValues {
  UNSUCCESSFUL_RUNS(
      RunField.STATE,
      "",
      StateType.FAILED,
      StateType.TIMED_OUT,
      StateType.TRIGGER_FAILED,
      StateType.CRASHED),
  UNSUCCESSFUL_TASK_RUNS(
      TaskRunField.STATE,
      "task_run_unsuccessful",
      StateType.FAILED,
      StateType.TIMED_OUT,
      StateType.TRIGGER_FAILED,
      StateType.CRASHED),
  OPEN_TASK_RUNS(
      TaskRunField.STATE,
      "task_run_open",
      StateType.RUNNING,
      StateType.QUEUED,
      StateType.RETRYING,
      StateType.SCHEDULED,
      StateType.PAUSED),
  SEVERE_LINES(LogField.LEVEL, "log_severe", "WARN", "ERROR");

  private final Field field;
  private final String index;
  private final List<String> values;

  IndexedValues(Field field, String index, StateType... states) {
    this(field, index, Arrays.stream(states).map(StateType::label).toArray(String[]::new));
  }

  IndexedValues(Field field, String index, String... values) {
    this.field = field;
    this.index = index;
    this.values = List.of(values);
  }

  /** Returns the set that contains all values for which a comparison holds, if there is one. */
  static Optional<IndexedValues> of(Compare compare) {
    return Stream.of(values()).filter(each -> each.contains(compare)).findFirst();
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
      case Compare compare -> of(compare).map(each -> each.index).filter(name -> !name.isEmpty());
      case Condition.Or _, Condition.Not _, Condition.Has _ -> Optional.empty();
    };
  }
}
