package dev.praetor.store.query.aggregate;

import dev.praetor.store.columns.TaskRunColumn;
import dev.praetor.store.columns.TaskRunColumns;
import dev.praetor.store.query.scan.ColumnValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of the keys of groups that task runs of one run differ in. Not thread-safe. */
final class KeyPart {
  private final GroupBy by;
  private final Map<String, Integer> known = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final Optional<LocalTime> time;

  KeyPart(GroupBy by) {
    this.by = by;
    this.time =
        by instanceof GroupBy.OfTime of ? Optional.of(new LocalTime(of.zone())) : Optional.empty();
  }

  /** Returns a number for each task run, the same for those whose keys are the same. */
  long[] numbers(TaskRunColumns rows) {
    return switch (by) {
      case GroupBy.OfTime of -> {
        long[] times = ColumnValues.of(of.time(), rows);
        yield time.map(each -> each.numbers(of.bucket(), times)).orElse(times);
      }
      case GroupBy.OfField of -> {
        long[] numbers = ColumnValues.of(of.field(), rows);
        TaskRunColumn column = ColumnValues.columns(of.field()).iterator().next();
        yield column.isText() ? places(rows.texts(column), numbers) : numbers;
      }
      case GroupBy.OfLabel of -> throw new IllegalArgumentException("runs have labels: " + of);
    };
  }

  /** Returns the places of texts in the list of all runs. */
  private long[] places(List<String> own, long[] numbers) {
    long[] all = new long[own.size()];
    boolean isSame = true;
    for (int i = 0; i < all.length; i++) {
      all[i] = place(own.get(i));
      isSame &= all[i] == i;
    }
    if (isSame) {
      return numbers;
    }
    long[] places = new long[numbers.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = all[(int) numbers[i]];
    }
    return places;
  }

  private int place(String text) {
    return known.computeIfAbsent(
        text,
        _ -> {
          texts.add(text);
          return texts.size() - 1;
        });
  }

  /** Returns what a number stands for: a text, a number, or null for nothing. */
  @Nullable Object value(long number) {
    if (number == TaskRunColumns.ABSENT) {
      return null;
    }
    boolean isText =
        by instanceof GroupBy.OfField of
            && ColumnValues.columns(of.field()).stream().anyMatch(TaskRunColumn::isText);
    return isText ? texts.get((int) number) : (Object) number;
  }
}
