package dev.praetor.store.query.scan;

import dev.praetor.store.columns.ColumnBounds;
import dev.praetor.store.columns.TaskRunColumn;
import dev.praetor.store.columns.TaskRunColumns;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.sql.Cursor;
import dev.praetor.store.query.sql.TotalOrder;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Finds the first task runs of a list in an order. Not thread-safe. */
public final class FirstTaskRuns implements TaskRunTaker<String> {
  private final Condition ofColumns;
  private final PlaceRange range;
  private final TotalOrder order;

  /** The rank before which nothing is in the range. */
  private final long best;

  /** The places that are first so far, the last of them at the head. */
  private final PriorityQueue<Cursor> first;

  /** The rank of the first field of the last place, once there are enough. */
  private long worst = Long.MAX_VALUE;

  /**
   * Creates an object that has no task runs yet.
   *
   * @param ofColumns the condition that the task runs meet
   */
  public FirstTaskRuns(Condition ofColumns, PlaceRange range) {
    this.ofColumns = ofColumns;
    this.range = range;
    this.order = range.order();
    this.best = range.bestRank();
    Comparator<Cursor> places = range::compare;
    this.first = new PriorityQueue<>(places.reversed());
  }

  /** Returns whether columns tell the order, and no index has it. */
  public static boolean isPossible(TotalOrder order) {
    List<Order> all = order.orders();
    return bounded(all.getFirst().field()).isPresent()
        && all.stream()
            .map(Order::field)
            .allMatch(each -> each == TaskRunField.RUN || !ColumnValues.columns(each).isEmpty());
  }

  /** Returns the columns from which the order of task runs is read. */
  public static Set<TaskRunColumn> columns(TotalOrder order) {
    Set<TaskRunColumn> all = EnumSet.noneOf(TaskRunColumn.class);
    order.orders().forEach(each -> all.addAll(ColumnValues.columns(each.field())));
    return all;
  }

  /** Returns whether task runs with a rank may be among the first. */
  boolean mayHave(long rank) {
    return rank <= worst;
  }

  /** Returns the rank of the best task run that may be within some bounds. */
  long bestRank(ColumnBounds bounds) {
    if (range.backwards()) {
      return Long.MIN_VALUE; // Bounds do not tell whether a number is absent, which then is first.
    }
    Order by = order.orders().getFirst();
    ColumnBounds.Of of = bounded(by.field()).orElseThrow();
    return range.rank(by.descending() ? bounds.greatest(of) : bounds.least(of));
  }

  private static Optional<ColumnBounds.Of> bounded(Field field) {
    return field instanceof TaskRunField own
        ? switch (own) {
          case ATTEMPTS -> Optional.of(ColumnBounds.Of.ATTEMPTS);
          case CREATED -> Optional.of(ColumnBounds.Of.CREATED);
          case STARTED -> Optional.of(ColumnBounds.Of.STARTED);
          case ENDED -> Optional.of(ColumnBounds.Of.ENDED);
          case DURATION -> Optional.of(ColumnBounds.Of.DURATION);
          case RUN, NODE, INDEX, LABEL, STATE, MESSAGE, VALUE, VALUE_SIZE -> Optional.empty();
        }
        : Optional.empty();
  }

  @Override
  public String key(ResultSet row) {
    return "";
  }

  @Override
  public void take(String run, String key, TaskRunColumns rows) {
    long[] numbers = ColumnValues.of(order.orders().getFirst().field(), rows);
    List<IntFunction<@Nullable Object>> fields =
        order.orders().stream().map(each -> values(each.field(), run, rows)).toList();
    BitSet chosen = ColumnFilter.holding(ofColumns, rows);
    for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
      long rank = range.rank(numbers[i]);
      if (mayHave(rank) && rank >= best) {
        add(place(fields, i));
      }
    }
  }

  private void add(Cursor place) {
    if (!range.contains(place)) {
      return;
    }
    first.add(place);
    if (first.size() > range.most()) {
      Cursor _ = first.remove();
    }
    if (first.size() == range.most()) {
      Cursor last = first.element();
      worst = range.rank(last);
    }
  }

  private static Cursor place(List<IntFunction<@Nullable Object>> fields, int i) {
    List<@Nullable Object> key = new ArrayList<>();
    fields.forEach(field -> key.add(field.apply(i)));
    return new Cursor(key);
  }

  /** Returns the values of a field, by the places of the task runs. */
  private static IntFunction<@Nullable Object> values(
      Field field, String run, TaskRunColumns rows) {
    if (field == TaskRunField.RUN) {
      return _ -> run;
    }
    long[] numbers = ColumnValues.of(field, rows);
    TaskRunColumn column = ColumnValues.columns(field).iterator().next();
    if (column.isText()) {
      List<String> texts = rows.texts(column);
      return i -> texts.get((int) numbers[i]);
    }
    return i -> numbers[i] == TaskRunColumns.ABSENT ? null : (Object) numbers[i];
  }

  /** Returns the places in the order in which they are read. */
  public List<Cursor> places() {
    List<Cursor> places = new ArrayList<>(first);
    places.sort(range::compare);
    return Collections.unmodifiableList(places);
  }
}
