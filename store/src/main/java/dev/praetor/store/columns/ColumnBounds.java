package dev.praetor.store.columns;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The least and the greatest numbers of some task runs, by {@link Of}; both are {@link
 * TaskRunColumns#ABSENT} where no task run has a number.
 */
public record ColumnBounds(long[] least, long[] greatest) {
  private static final String NONE = "-";

  /** The numbers that have bounds, in the order in which they are written. */
  public enum Of {
    ATTEMPTS,
    CREATED,
    STARTED,
    ENDED,
    DURATION
  }

  static ColumnBounds of(TaskRunColumns rows) {
    long[] least = new long[Of.values().length];
    long[] greatest = new long[Of.values().length];
    for (Of of : Of.values()) {
      long[] numbers =
          Arrays.stream(numbers(rows, of)).filter(each -> each != TaskRunColumns.ABSENT).toArray();
      least[of.ordinal()] = Arrays.stream(numbers).min().orElse(TaskRunColumns.ABSENT);
      greatest[of.ordinal()] = Arrays.stream(numbers).max().orElse(TaskRunColumns.ABSENT);
    }
    return new ColumnBounds(least, greatest);
  }

  private static long[] numbers(TaskRunColumns rows, Of of) {
    return switch (of) {
      case ATTEMPTS -> rows.numbers(TaskRunColumn.ATTEMPTS);
      case CREATED -> rows.numbers(TaskRunColumn.CREATED);
      case STARTED -> rows.numbers(TaskRunColumn.STARTED);
      case ENDED -> rows.numbers(TaskRunColumn.ENDED);
      case DURATION -> rows.durations();
    };
  }

  public long least(Of of) {
    return least[of.ordinal()];
  }

  public long greatest(Of of) {
    return greatest[of.ordinal()];
  }

  String write() {
    return IntStream.range(0, least.length)
        .mapToObj(i -> text(least[i]) + " " + text(greatest[i]))
        .collect(Collectors.joining(" "));
  }

  private static String text(long number) {
    return number == TaskRunColumns.ABSENT ? NONE : String.valueOf(number);
  }

  /**
   * Reads bounds as they are written.
   *
   * @throws IllegalArgumentException if these are no bounds
   */
  public static ColumnBounds read(String text) {
    long[] numbers =
        Arrays.stream(text.split(" "))
            .mapToLong(each -> each.equals(NONE) ? TaskRunColumns.ABSENT : Long.parseLong(each))
            .toArray();
    int all = Of.values().length;
    if (numbers.length != 2 * all) {
      throw new IllegalArgumentException("no bounds of columns: " + text);
    }
    return new ColumnBounds(
        IntStream.range(0, all).mapToLong(i -> numbers[2 * i]).toArray(),
        IntStream.range(0, all).mapToLong(i -> numbers[2 * i + 1]).toArray());
  }
}
