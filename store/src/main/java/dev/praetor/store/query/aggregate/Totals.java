package dev.praetor.store.query.aggregate;

import dev.praetor.store.columns.TaskRunColumns;
import dev.praetor.store.db.PercentilePlace;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers of a group, which grow. Not thread-safe. */
final class Totals {
  private final List<Measured> measured;
  private long count;

  /**
   * Creates the numbers of an empty group.
   *
   * @param keeps for each measure, whether its numbers are kept for percentiles
   */
  Totals(List<Boolean> keeps) {
    this.measured = keeps.stream().map(Measured::new).toList();
  }

  /** Adds a task run with its place in the numbers of each measure. */
  void add(long[][] numbers, int place) {
    count++;
    for (int i = 0; i < numbers.length; i++) {
      long number = numbers[i][place];
      if (number != TaskRunColumns.ABSENT) {
        measured.get(i).add(number);
      }
    }
  }

  /** Adds task runs of which nothing is measured. */
  void add(int taskRuns) {
    count += taskRuns;
  }

  long count() {
    return count;
  }

  /** Returns a statistic of a measure; null if the group has none. */
  @Nullable Double statistic(int measure, Statistic statistic) {
    return measured.get(measure).statistic(statistic);
  }

  private static final class Measured {
    private static final int FIRST = 16;
    private final boolean keeps;
    private long[] kept;
    private boolean isSorted;
    private long n;
    private double sum;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    Measured(boolean keeps) {
      this.keeps = keeps;
      this.kept = new long[keeps ? FIRST : 0];
    }

    void add(long number) {
      if (keeps) {
        if (n == kept.length) {
          kept = Arrays.copyOf(kept, 2 * kept.length);
        }
        kept[(int) n] = number;
      }
      n++;
      sum += number;
      min = Math.min(min, number);
      max = Math.max(max, number);
    }

    @Nullable Double statistic(Statistic statistic) {
      if (n == 0) {
        return statistic == Statistic.N ? 0.0 : null;
      }
      return switch (statistic) {
        case N -> (double) n;
        case SUM -> sum;
        case AVG -> sum / n;
        case MIN -> (double) min;
        case MAX -> (double) max;
        case P50, P95, P99 -> (double) sorted()[PercentilePlace.of(n, statistic.percent())];
      };
    }

    private long[] sorted() {
      if (!isSorted) {
        Arrays.sort(kept, 0, (int) n);
        isSorted = true;
      }
      return kept;
    }
  }
}
