package dev.praetor.store.columns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Task runs of one run, column by column. The arrays are shared and must not be changed.
 *
 * @param size the number of task runs
 * @param texts the values of the columns with texts
 * @param numbers the numbers of each column that was asked for, with {@link #ABSENT} where a task
 *     run has none; texts are numbered by their list
 */
public record TaskRunColumns(
    int size, Map<TaskRunColumn, List<String>> texts, Map<TaskRunColumn, long[]> numbers) {
  /** Stands for a number that a task run does not have. */
  public static final long ABSENT = Long.MIN_VALUE;

  /** Returns the numbers of a column that was asked for. */
  public long[] numbers(TaskRunColumn column) {
    return Objects.requireNonNull(numbers.get(column), column::name);
  }

  /** Returns the list of the texts of a column that was asked for. */
  public List<String> texts(TaskRunColumn column) {
    return Objects.requireNonNull(texts.get(column), column::name);
  }

  /** Returns the time from start to end of each task run, in microseconds. */
  public long[] durations() {
    long[] started = numbers(TaskRunColumn.STARTED);
    long[] ended = numbers(TaskRunColumn.ENDED);
    long[] durations = new long[size];
    for (int i = 0; i < size; i++) {
      boolean isAbsent = started[i] == ABSENT || ended[i] == ABSENT;
      durations[i] = isAbsent ? ABSENT : ended[i] - started[i];
    }
    return durations;
  }

  /** Collects task runs one after the other. Not thread-safe. */
  public static final class Builder {
    private static final int FIRST = 16;

    private final Map<TaskRunColumn, Map<String, Integer>> texts =
        new EnumMap<>(TaskRunColumn.class);
    private final Map<TaskRunColumn, long[]> numbers = new EnumMap<>(TaskRunColumn.class);
    private int size;

    public Builder() {
      for (TaskRunColumn column : TaskRunColumn.values()) {
        numbers.put(column, new long[FIRST]);
        if (column.isText()) {
          texts.put(column, new LinkedHashMap<>());
        }
      }
    }

    /** Adds a task run from a row with all columns. */
    public void add(ResultSet row) throws SQLException {
      if (size == Objects.requireNonNull(numbers.get(TaskRunColumn.NODE)).length) {
        numbers.replaceAll((_, array) -> Arrays.copyOf(array, 2 * array.length));
      }
      for (TaskRunColumn column : TaskRunColumn.values()) {
        Objects.requireNonNull(numbers.get(column))[size] = number(row, column);
      }
      size++;
    }

    private long number(ResultSet row, TaskRunColumn column) throws SQLException {
      if (column.isText()) {
        Map<String, Integer> known = Objects.requireNonNull(texts.get(column));
        return known.computeIfAbsent(row.getString(column.column()), _ -> known.size());
      }
      long number = row.getLong(column.column());
      return row.wasNull() ? ABSENT : number;
    }

    public int size() {
      return size;
    }

    public TaskRunColumns build() {
      Map<TaskRunColumn, List<String>> lists = new EnumMap<>(TaskRunColumn.class);
      texts.forEach((column, known) -> lists.put(column, new ArrayList<>(known.keySet())));
      Map<TaskRunColumn, long[]> arrays = new EnumMap<>(TaskRunColumn.class);
      numbers.forEach((column, array) -> arrays.put(column, Arrays.copyOf(array, size)));
      return new TaskRunColumns(size, lists, arrays);
    }
  }
}
