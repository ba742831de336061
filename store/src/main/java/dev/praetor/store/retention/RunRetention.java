package dev.praetor.store.retention;

import dev.praetor.RunId;
import dev.praetor.engine.run.RunIds;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the ended runs that retention does not keep, a few at a time, so that other writes do not
 * wait. The runs of a flow are read in the order of an index, so what is kept costs nothing.
 */
final class RunRetention {
  private static final Logger LOG = LoggerFactory.getLogger(RunRetention.class);
  private static final int BATCH = 100;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final Deletions deletions;

  RunRetention(QueryRunner query, WriteQueue writes, Deletions deletions) {
    this.query = query;
    this.writes = writes;
    this.deletions = deletions;
  }

  /** The place of a run among those of its flow. */
  private record Place(long created, String id) {
    static final Place FIRST = new Place(Long.MIN_VALUE, "");

    static Place of(ResultSet row) throws SQLException {
      return new Place(row.getLong("created"), row.getString("id"));
    }
  }

  /**
   * Deletes runs until none is left, or there is a reason to stop.
   *
   * @return the number of deleted runs, including the runs within them
   */
  int apply(Retention.Runs limits, Instant now, BooleanSupplier stop) {
    int gone = 0;
    for (String flow : flows()) {
      if (stop.getAsBoolean()) {
        break;
      }
      gone += apply(flow, limits, now, stop);
    }
    if (gone > 0) {
      LOG.info(
          "deleted {} runs that ended before {}, by the rules of retention",
          gone,
          now.minus(limits.age()).truncatedTo(ChronoUnit.SECONDS));
    }
    return gone;
  }

  private List<String> flows() {
    return query.all(
        """
        WITH RECURSIVE named (flow) AS (
          SELECT MIN(flow) FROM flow_run
          UNION ALL
          SELECT (SELECT MIN(r.flow) FROM flow_run r WHERE r.flow > named.flow)
          FROM named WHERE named.flow IS NOT NULL
        )
        SELECT flow FROM named WHERE flow IS NOT NULL
        """,
        List.of(),
        row -> row.getString("flow"));
  }

  private int apply(String flow, Retention.Runs limits, Instant now, BooleanSupplier stop) {
    int keep = limits.keepLatest();
    long before = Micros.micros(now.minus(limits.age()));
    Place end = keep == 0 ? new Place(before, "") : firstKept(flow, keep);
    int gone = 0;
    Place after = Place.FIRST;
    while (!stop.getAsBoolean()) {
      List<Place> part = old(flow, after, end, before);
      Set<String> used = part.isEmpty() ? Set.of() : resultsInUse();
      int deleted = 0;
      for (Place place : part) {
        if (!stop.getAsBoolean()) {
          deleted += delete(RunId.parse(place.id()), used);
        }
      }
      tell(flow, deleted, limits, now);
      gone += deleted;
      if (part.size() < BATCH) {
        break;
      }
      after = part.getLast();
    }
    return gone;
  }

  /** Records that runs are gone, which were deleted in several transactions. */
  private void tell(String flow, int deleted, Retention.Runs limits, Instant now) {
    if (deleted > 0) {
      NewEvent event =
          NewEvent.of(
                  EventKind.RUNS_REMOVED,
                  "%,d runs of flow '%s' were deleted, which ended before %s"
                      .formatted(
                          deleted, flow, now.minus(limits.age()).truncatedTo(ChronoUnit.SECONDS)))
              .flow(flow)
              .with("count", deleted)
              .with("before", now.minus(limits.age()).toString());
      writes.now(connection -> EventTable.write(connection, now, RunIds.at(now).toString(), event));
    }
  }

  /** Returns the oldest of the newest ended runs of a flow; all of them are kept. */
  private Place firstKept(String flow, int keep) {
    return query
        .all(
            """
            SELECT created, id FROM flow_run
            WHERE flow = ? AND ended IS NOT NULL AND parent IS NULL
            ORDER BY created DESC, id DESC LIMIT 1 OFFSET ?
            """,
            List.of(flow, keep - 1),
            Place::of)
        .stream()
        .findFirst()
        .orElse(Place.FIRST);
  }

  private List<Place> old(String flow, Place after, Place end, long before) {
    return query.all(
        """
        SELECT created, id FROM flow_run
        WHERE flow = ? AND created <= ? AND (created, id) > (?, ?) AND (created, id) < (?, ?)
          AND ended < ? AND parent IS NULL AND pinned IS NULL
        ORDER BY created, id LIMIT ?
        """,
        List.of(flow, before, after.created(), after.id(), end.created(), end.id(), before, BATCH),
        Place::of);
  }

  /**
   * Returns the runs from which a run that has not ended takes results: the run that it restarts,
   * the run that this one restarted, and so on.
   */
  private Set<String> resultsInUse() {
    return new HashSet<>(
        query.all(
            """
            WITH RECURSIVE used (id) AS (
              SELECT restart_of FROM flow_run WHERE ended IS NULL AND restart_of IS NOT NULL
              UNION
              SELECT r.restart_of FROM flow_run r JOIN used ON r.id = used.id
              WHERE r.restart_of IS NOT NULL
            )
            SELECT id FROM used
            """,
            List.of(),
            row -> row.getString("id")));
  }

  private int delete(RunId run, Set<String> used) {
    try {
      return deletions.deleteUnused(run, used);
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("run {} is kept until it can be deleted", run);
      return 0;
    }
  }
}
