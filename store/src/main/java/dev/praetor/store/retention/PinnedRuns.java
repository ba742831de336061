package dev.praetor.store.retention;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.write.WriteQueue;
import java.time.InstantSource;
import java.util.List;

/** The pinned runs, which are kept by retention and pruning, and not deleted. Thread-safe. */
public final class PinnedRuns {
  private final RunReader reader;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public PinnedRuns(RunReader reader, QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.reader = reader;
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Pins a run; has no effect if it is pinned.
   *
   * @param by the name of the person who pins it; may be empty
   * @return whether it was not pinned before
   * @throws StoreFailed if there is no such run, or it is a part of another run
   */
  public boolean pin(RunId run, String by) {
    requireWhole(run);
    long now = Micros.micros(clock.instant());
    return writes.now(connection ->
        Sql.update(
            connection,
            "UPDATE flow_run SET pinned = ?, pinned_by = ? WHERE id = ? AND pinned IS NULL",
            now,
            by,
            run.toString()))
        > 0;
  }

  /**
   * Unpins a run, and returns whether it was pinned.
   *
   * @throws StoreFailed if there is no such run, or it is a part of another run
   */
  public boolean unpin(RunId run) {
    requireWhole(run);
    return writes.now(connection ->
        Sql.update(
            connection,
            """
            UPDATE flow_run SET pinned = NULL, pinned_by = ''
            WHERE id = ? AND pinned IS NOT NULL
            """,
            run.toString()))
        > 0;
  }

  /** Returns whether a run is pinned. */
  public boolean isPinned(RunId run) {
    return !query
        .all(
            "SELECT 1 AS pinned FROM flow_run WHERE id = ? AND pinned IS NOT NULL",
            List.of(run.toString()),
            row -> row.getInt("pinned"))
        .isEmpty();
  }

  private void requireWhole(RunId id) {
    StoredRun run = reader.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    run.parent()
        .ifPresent(parent -> {
          throw StoreFailed.conflict(
              id, "run %s is a part of run %s".formatted(id, parent.run()), "pin that run instead");
        });
  }
}
