package dev.praetor.cli.place;

import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.EventInfo;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.query.row.EventRow;
import java.util.List;

/** The events of a server. */
record ServerEvents(ServerAddress server) implements EventLog {
  private static final int PAGE = 1_000;

  @Override
  public List<Entry> list(Selection selection, int most) {
    try (PraetorClient client = server.client()) {
      return client
          .everyEvent(Listing.where(where(selection)).withFirst(Math.min(most, PAGE)))
          .limit(most)
          .map(event -> new Entry(row(event), event.about().workerName()))
          .toList();
    }
  }

  private static Filter where(Selection selection) {
    Filter where = Filter.ALL;
    if (!selection.kinds().isEmpty()) {
      where = where.and(Filter.in("kind", selection.kinds().stream().map(Enum::name).toList()));
    }
    if (selection.flow().isPresent()) {
      where = where.and(Filter.is("flow.name", selection.flow().get()));
    }
    if (selection.run().isPresent()) {
      where = where.and(Filter.of("runId", "_like", selection.run().get() + "%"));
    }
    if (selection.worker().isPresent()) {
      where = where.and(Filter.of("workerId", "_like", selection.worker().get() + "%"));
    }
    if (selection.pool().isPresent()) {
      where = where.and(Filter.is("pool", selection.pool().get()));
    }
    if (selection.since().isPresent()) {
      where = where.and(Filter.of("time", "_gte", selection.since().get().toString()));
    }
    return where;
  }

  private static EventRow row(EventInfo event) {
    return new EventRow(
        event.id(),
        event.time(),
        EventKind.valueOf(event.kind()),
        new EventRow.References(
            event.about().project(),
            event.about().flow(),
            event.about().run(),
            event.about().schedule(),
            event.about().worker(),
            event.about().pool()),
        event.actor(),
        event.text(),
        event.data().toString());
  }
}
