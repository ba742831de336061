package dev.praetor.cli.place;

import dev.praetor.cli.option.StoreArguments;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.WorkerField;
import dev.praetor.store.query.row.EventRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The events in a store, which is opened for each call. */
record StoreEvents(StoreArguments place) implements EventLog {
  @Override
  public List<Entry> list(Selection selection, int most) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (RunStore store = opened.get()) {
      List<EventRow> found = new ArrayList<>();
      PageRequest next = PageRequest.where(where(selection)).withFirst(first(most));
      Page<EventRow> page = store.queries().events(next);
      found.addAll(page.nodes());
      while (page.hasNextPage() && found.size() < most) {
        next = next.withAfter(page.endCursor().orElseThrow());
        page = store.queries().events(next.withFirst(first(most - found.size())));
        found.addAll(page.nodes());
      }
      Map<String, String> names = workers(store, found);
      return found.stream()
          .map(event ->
              new Entry(
                  event,
                  event.references().worker().flatMap(id -> Optional.ofNullable(names.get(id)))))
          .toList();
    }
  }

  /** Returns the names of the workers of events by their ids. */
  private static Map<String, String> workers(RunStore store, List<EventRow> events) {
    List<String> ids =
        events.stream().flatMap(event -> event.references().worker().stream()).distinct().toList();
    return ids.isEmpty()
        ? Map.of()
        : Page.andFollowing(
                PageRequest.where(new Compare(WorkerField.ID, Operator.IN, ids))
                    .withFirst(PageRequest.MOST),
                store.queries()::workers)
            .stream()
            .collect(Collectors.toMap(StoredWorker::id, StoredWorker::name));
  }

  private static int first(int most) {
    return Math.min(most, PageRequest.MOST);
  }

  private static Condition where(Selection selection) {
    List<Condition> all = new ArrayList<>();
    if (!selection.kinds().isEmpty()) {
      all.add(
          new Compare(
              EventField.KIND, Operator.IN, selection.kinds().stream().map(Enum::name).toList()));
    }
    selection.flow().ifPresent(flow -> all.add(Condition.is(EventField.FLOW, flow)));
    selection
        .run()
        .ifPresent(run -> all.add(new Compare(EventField.RUN_ID, Operator.LIKE, run + "%")));
    selection
        .worker()
        .ifPresent(id -> all.add(new Compare(EventField.WORKER_ID, Operator.LIKE, id + "%")));
    selection.pool().ifPresent(pool -> all.add(Condition.is(EventField.POOL, pool)));
    selection.since().ifPresent(time -> all.add(new Compare(EventField.TIME, Operator.GTE, time)));
    return new Condition.And(all);
  }
}
