package dev.praetor.store.query;

import dev.praetor.RunId;
import dev.praetor.store.columns.TaskRunColumn;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.row.TaskRunRow;
import dev.praetor.store.query.scan.BestPartsFirst;
import dev.praetor.store.query.scan.ColumnFilter;
import dev.praetor.store.query.scan.ColumnUse;
import dev.praetor.store.query.scan.FirstTaskRuns;
import dev.praetor.store.query.scan.PlaceRange;
import dev.praetor.store.query.scan.SplitCondition;
import dev.praetor.store.query.scan.TaskRunScan;
import dev.praetor.store.query.sql.Cursor;
import dev.praetor.store.query.sql.QueryCheck;
import dev.praetor.store.query.sql.TotalOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists task runs. Those in an order that no index has are found in their columns, and then read by
 * their ids. Thread-safe.
 */
record TaskRunPages(Listing<TaskRunRow> rows) {

  Page<TaskRunRow> page(PageRequest request, ColumnUse use) {
    QueryCheck.check(Entity.TASK_RUN, request.where());
    TotalOrder order = TotalOrder.of(Entity.TASK_RUN, request.orderBy());
    if (!FirstTaskRuns.isPossible(order)) {
      return rows.page(request);
    }
    PlaceRange range = Listing.range(request, order);
    return SplitCondition.of(request.where())
        .flatMap(where -> places(where, range, use))
        .map(places -> Listing.page(read(places, order), request, order))
        .orElseGet(() -> rows.page(request));
  }

  private Optional<List<Cursor>> places(SplitCondition where, PlaceRange range, ColumnUse use) {
    Set<TaskRunColumn> columns = EnumSet.copyOf(FirstTaskRuns.columns(range.order()));
    columns.addAll(ColumnFilter.columns(where.ofColumns()));
    TaskRunScan scan = new TaskRunScan(rows.projects().get(), where.ofRun(), columns, _ -> {});
    return new BestPartsFirst(scan, rows.query())
        .read(use, () -> new FirstTaskRuns(where.ofColumns(), range))
        .map(FirstTaskRuns::places);
  }

  private List<Listing.Placed<TaskRunRow>> read(List<Cursor> places, TotalOrder order) {
    Map<Cursor, TaskRunId> ids = new LinkedHashMap<>();
    for (Cursor place : places) {
      id(place, order).ifPresent(id -> ids.put(place, id));
    }
    Map<TaskRunId, TaskRunRow> found = byId(ids.values());
    List<Listing.Placed<TaskRunRow>> placed = new ArrayList<>();
    for (Cursor place : places) {
      @Nullable TaskRunRow row = found.get(ids.get(place));
      placed.add(new Listing.Placed<>(Optional.ofNullable(row), place));
    }
    return placed;
  }

  /** Returns the id of the task run at a place; empty if it is damaged. */
  private static Optional<TaskRunId> id(Cursor place, TotalOrder order) {
    try {
      return Optional.of(
          new TaskRunId(
              RunId.parse(value(place, order, TaskRunField.RUN).toString()),
              value(place, order, TaskRunField.NODE).toString(),
              ((Long) value(place, order, TaskRunField.INDEX)).intValue()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Object value(Cursor place, TotalOrder order, TaskRunField field) {
    int at = order.orders().stream().map(Order::field).toList().indexOf(field);
    return Objects.requireNonNull(place.key().get(at));
  }

  /** Returns the task runs of these ids; ids that are not in the store are left out. */
  Map<TaskRunId, TaskRunRow> byId(Collection<TaskRunId> ids) {
    return rows.byKey(
        ids,
        some -> new Condition.Or(some.stream().map(Belonging::isTaskRun).toList()),
        TaskRunRow::id);
  }
}
