package dev.praetor.store.retention;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.write.WriteQueue;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Deletes old events in small transactions. Thread-safe. */
record OldEvents(WriteQueue writes) {
  private static final int BATCH = 1_000;

  /**
   * Deletes the events before an instant.
   *
   * @param isStopped ends the deletion early when it becomes true
   */
  void drop(Instant before, BooleanSupplier isStopped) {
    int gone = BATCH;
    while (gone == BATCH && !isStopped.getAsBoolean()) {
      gone =
          writes.now(connection ->
              Sql.update(
                  connection,
                  """
                  DELETE FROM event WHERE id IN (
                    SELECT id FROM event WHERE time < ? ORDER BY time LIMIT ?)
                  """,
                  Micros.micros(before),
                  BATCH));
    }
  }
}
