package dev.praetor.store.query.scan;

import dev.praetor.store.columns.TaskRunColumn;
import dev.praetor.store.columns.TaskRunColumns;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.TaskRunField;
import java.util.Set;

/** The fields of task runs whose values are in columns. */
public final class ColumnValues {
  private ColumnValues() {}

  /** Returns the columns from which a field is computed; none if it is not in columns. */
  public static Set<TaskRunColumn> columns(Field field) {
    if (!(field instanceof TaskRunField own)) {
      return Set.of();
    }
    return switch (own) {
      case NODE -> Set.of(TaskRunColumn.NODE);
      case STATE -> Set.of(TaskRunColumn.STATE);
      case INDEX -> Set.of(TaskRunColumn.INDEX);
      case ATTEMPTS -> Set.of(TaskRunColumn.ATTEMPTS);
      case CREATED -> Set.of(TaskRunColumn.CREATED);
      case STARTED -> Set.of(TaskRunColumn.STARTED);
      case ENDED -> Set.of(TaskRunColumn.ENDED);
      case DURATION -> Set.of(TaskRunColumn.STARTED, TaskRunColumn.ENDED);
      case RUN, LABEL, MESSAGE, VALUE, VALUE_SIZE -> Set.of();
    };
  }

  /** Returns the numbers of a field, which must be in columns; texts by their places in a list. */
  public static long[] of(Field field, TaskRunColumns rows) {
    return field == TaskRunField.DURATION
        ? rows.durations()
        : rows.numbers(columns(field).iterator().next());
  }
}
