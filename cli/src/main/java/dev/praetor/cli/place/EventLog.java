package dev.praetor.cli.place;

import dev.praetor.cli.error.UsageException;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.query.row.EventRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The events of a place. */
public interface EventLog {
  /** Returns the newest events of a selection; none if there is no store. */
  List<Entry> list(Selection selection, int most);

  /**
   * An event.
   *
   * @param worker the name of its worker, while the record of that is kept
   */
  record Entry(EventRow event, Optional<String> worker) {}

  /**
   * A selection of events; an absent part selects all.
   *
   * @param kinds the kinds; empty for all
   * @param run the id of a run, or its first characters
   * @param worker the id of a worker, or its first characters
   */
  record Selection(
      List<EventKind> kinds,
      Optional<String> flow,
      Optional<String> run,
      Optional<String> worker,
      Optional<String> pool,
      Optional<Instant> since) {
    public Selection {
      kinds = List.copyOf(kinds);
      run.ifPresent(id -> check("run", id));
      worker.ifPresent(id -> check("worker", id));
    }

    private static void check(String what, String id) {
      if (!id.matches("[0-9a-zA-Z.-]{4,100}")) {
        throw new UsageException(
            "a %s is named by its id, or by at least 4 characters of its beginning, not '%s'"
                .formatted(what, id));
      }
    }
  }
}
