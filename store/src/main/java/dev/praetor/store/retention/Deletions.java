package dev.praetor.store.retention;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.audit.row.AuditTarget;
import dev.praetor.store.audit.row.OpenChange;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Deletes runs and results. A large run is deleted in several transactions, so that other writes do
 * not wait long; its own row is deleted last, so that an interrupted deletion is completed by
 * deleting the run again. Thread-safe.
 */
public final class Deletions {
  /** The largest number of rows that a transaction deletes. */
  private static final int BATCH = 1_000;

  private static final List<String> LARGE_TABLES =
      List.of(
          """
          DELETE FROM task_run WHERE run = ? AND (node, idx) IN (
            SELECT node, idx FROM task_run WHERE run = ? ORDER BY node, idx LIMIT ?)
          """,
          """
          DELETE FROM task_history WHERE run = ? AND (node, idx, part) IN (
            SELECT node, idx, part FROM task_history WHERE run = ? ORDER BY node, idx, part LIMIT ?)
          """,
          """
          DELETE FROM log WHERE run = ? AND id IN (
            SELECT id FROM log WHERE run = ? ORDER BY id LIMIT ?)
          """);
  private static final List<String> SMALL_TABLES =
      List.of(
          "map_counts",
          "map_elements",
          "cache_entry",
          "run_order",
          "artifact",
          "progress",
          "run_label");
  private final RunReader reader;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final UnusedBlobs blobs;
  private final PinnedRuns pinned;
  private final Consumer<RunId> claim;

  /**
   * Creates the deletions of a store.
   *
   * @param claim the operation that claims an unfinished run, and throws {@link StoreFailed} if its
   *     owner is alive
   */
  public Deletions(
      RunReader reader,
      QueryRunner query,
      WriteQueue writes,
      UnusedBlobs blobs,
      PinnedRuns pinned,
      Consumer<RunId> claim) {
    this.reader = reader;
    this.query = query;
    this.writes = writes;
    this.blobs = blobs;
    this.pinned = pinned;
    this.claim = claim;
  }

  /**
   * Deletes a run with all runs within it.
   *
   * @throws StoreFailed if there is no such run, it is pinned, or it is in progress
   */
  public void delete(RunId id) {
    if (pinned.isPinned(id)) {
      throw StoreFailed.conflict(
          id, "run " + id + " is pinned", "unpin it first: praetor runs unpin " + id);
    }
    deleteRows(id);
    blobs.drop();
  }

  /**
   * Deletes the rows of an ended run and of the runs within it, unless one of them has not ended or
   * is used; returns the number of deleted runs.
   */
  int deleteUnused(RunId id, Set<String> used) {
    Set<RunId> runs = tree(id);
    boolean isUnused =
        runs.stream()
            .allMatch(run ->
                !used.contains(run.toString())
                    && reader.find(run).filter(found -> found.state().isFinished()).isPresent());
    if (!isUnused) {
      return 0;
    }
    runs.forEach(this::deleteAlone);
    return runs.size();
  }

  /**
   * Deletes the rows of a run and of the runs within it, and returns the deleted runs, the run
   * itself last.
   */
  private Set<RunId> deleteRows(RunId id) {
    Set<RunId> runs = tree(id);
    runs.forEach(this::stopWrites);
    runs.forEach(this::deleteAlone);
    return runs;
  }

  /** Returns a run and the runs within it, the innermost first. */
  private Set<RunId> tree(RunId id) {
    Set<RunId> runs = new LinkedHashSet<>();
    for (RunId child : reader.children(id)) {
      runs.addAll(tree(child));
    }
    runs.add(id);
    return runs;
  }

  /** Ensures that no process writes to a run: it has ended, or is claimed from its dead owner. */
  private void stopWrites(RunId id) {
    StoredRun run = reader.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    if (!run.state().isFinished()) {
      claim.accept(id);
    }
  }

  /** Deletes a run in as many transactions as its rows need; a small run takes one. */
  private void deleteAlone(RunId id) {
    String run = id.toString();
    while (!writes.now(connection -> deletePart(connection, run))) {}
  }

  /** Deletes as many rows of a run as a transaction may; returns whether the run is gone then. */
  private static boolean deletePart(Connection connection, String run) throws SQLException {
    int left = BATCH;
    // Before its rows: half a run must not be counted as a whole one.
    Sql.update(connection, "DELETE FROM run_columns WHERE run = ?", run);
    for (String sql : LARGE_TABLES) {
      left -= Sql.update(connection, sql, run, run, left);
      if (left <= 0) {
        return false;
      }
    }
    for (String table : SMALL_TABLES) {
      Sql.update(connection, "DELETE FROM %s WHERE run = ?".formatted(table), run);
    }
    Sql.update(connection, "DELETE FROM flow_run WHERE id = ?", run);
    return true;
  }

  /** Deletes ended runs, except pinned ones. */
  public PruneFilter.Pruned prune(PruneFilter filter) {
    Set<RunId> gone = new LinkedHashSet<>();
    for (RunId run : ended(filter)) {
      gone.addAll(
          filter.dryRun()
              ? tree(run)
              : OpenChange.part(AuditTarget.run(run.toString()), () -> deleteRows(run)));
    }
    return new PruneFilter.Pruned(new ArrayList<>(gone), filter.dryRun() ? 0 : blobs.drop());
  }

  private List<RunId> ended(PruneFilter filter) {
    StringBuilder sql =
        new StringBuilder(
            """
            SELECT id FROM (
              SELECT id, flow, ended, pinned,
                ROW_NUMBER() OVER (PARTITION BY flow ORDER BY created DESC, id DESC) AS place
              FROM flow_run WHERE ended IS NOT NULL AND parent IS NULL
            ) AS done
            WHERE place > ? AND pinned IS NULL
            """);
    List<Object> bound = new ArrayList<>(List.of(filter.keepLatest()));
    filter
        .endedBefore()
        .ifPresent(time -> {
          sql.append(" AND ended < ?");
          bound.add(Micros.micros(time));
        });
    filter
        .flow()
        .ifPresent(flow -> {
          sql.append(" AND flow = ?");
          bound.add(StorableText.plain(flow));
        });
    bound.add(filter.most());
    return query.all(
        sql.append(" ORDER BY ended, id LIMIT ?").toString(),
        bound,
        row -> RunId.parse(row.getString("id")));
  }

  /** Deletes all results of a run, and returns the number of deleted results. */
  public int dropResults(RunId id) {
    return drop(id, "", List.of());
  }

  /**
   * Deletes the result at a path and the results of its children, and returns the number of deleted
   * results.
   */
  public int dropResults(RunId id, TaskPath path) {
    return drop(
        id,
        " AND (node = ? OR node = ? AND idx = ?)",
        List.of(path.toString(), path.owner().toString(), path.index()));
  }

  private int drop(RunId id, String which, List<Object> bound) {
    stopWrites(id);
    String sql =
        """
        UPDATE task_run
        SET value = NULL, blob = NULL, size = NULL, note = 'its result was deleted'
        WHERE run = ? AND (value IS NOT NULL OR blob IS NOT NULL)
        """;
    List<Object> all = new ArrayList<>(List.of(id.toString()));
    all.addAll(bound);
    int dropped = writes.now(connection -> Sql.update(connection, sql + which, all.toArray()));
    blobs.drop();
    return dropped;
  }
}
