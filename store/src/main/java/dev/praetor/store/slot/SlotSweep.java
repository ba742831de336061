package dev.praetor.store.slot;

import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.write.OwnerWatch;
import dev.praetor.store.write.WriteQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the slots that nobody gives back: those of processes that ended, of runs that ended, and of
 * runs that another process has resumed. Tickets of dead processes that wait are removed likewise,
 * so that nobody waits behind them. Thread-safe.
 */
final class SlotSweep {
  private static final Logger LOG = LoggerFactory.getLogger(SlotSweep.class);
  private static final String STALE =
      """
      EXISTS (SELECT 1 FROM flow_run r WHERE r.id = tag_slot.run
        AND (r.ended IS NOT NULL OR r.epoch <> tag_slot.epoch))
      OR NOT EXISTS (SELECT 1 FROM flow_run r WHERE r.id = tag_slot.run)
      """;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final OwnerWatch watch;
  private final String self;
  private final AtomicBoolean settling = new AtomicBoolean();

  SlotSweep(QueryRunner query, WriteQueue writes, OwnerWatch watch, String self) {
    this.query = query;
    this.writes = writes;
    this.watch = watch;
    this.self = self;
  }

  /** A process with slots or tickets, as far as this process knows. */
  private record Other(String process, OwnerLife life) {}

  /** Removes what is dead; returns whether there was anything. */
  boolean sweep() {
    Set<String> dead = new HashSet<>();
    Set<String> silent = new HashSet<>();
    for (Other other : others()) {
      if (other.life() == OwnerLife.ENDED) {
        dead.add(other.process());
      } else if (other.life() == OwnerLife.SILENT) {
        silent.add(other.process());
      }
    }
    settle(silent);
    boolean isStale =
        query
            .first("SELECT 1 FROM tag_slot WHERE " + STALE + " LIMIT 1", List.of(), row -> true)
            .isPresent();
    if (dead.isEmpty() && !isStale) {
      return false;
    }
    LOG.atDebug().log("frees the slots of {} processes that ended", dead.size());
    return writes.now(connection -> {
      int freed = Sql.update(connection, "DELETE FROM tag_slot WHERE " + STALE);
      for (String process : dead) {
        freed += Sql.update(connection, "DELETE FROM tag_slot WHERE process = ?", process);
      }
      return freed;
    })
        > 0;
  }

  private List<Other> others() {
    return query.all(
        "SELECT s.process, "
            + ProcessRow.COLUMNS
            + " FROM (SELECT DISTINCT process FROM tag_slot) s"
            + " LEFT JOIN process p ON p.id = s.process WHERE s.process <> ?",
        List.of(self),
        row -> new Other(row.getString("process"), ProcessRow.life(row)));
  }

  /** Finds out, in the background, whether processes are alive that only their heartbeat shows. */
  private void settle(Set<String> silent) {
    if (!silent.isEmpty() && settling.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("slots-of-silent-processes")
          .start(() -> {
            try {
              watch.settle(silent);
            } finally {
              settling.set(false);
            }
          });
    }
  }
}
