package dev.praetor.store.retention;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.PruneResult;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.write.WriteQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Deletes runs. A large one goes in several transactions, so that nobody waits long for the writer;
 * its own row goes last, so that what was begun can be ended by deleting it again. Thread-safe.
 */
public final class Deletions {
  private static final int AT_ONCE = 5_000;
  private final RunReader reader;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final UnusedBlobs blobs;
  private final Consumer<RunId> claim;

  /**
   * Creates the deletions of a store.
   *
   * @param claim takes an unfinished run over, and throws {@link StoreFailed} if its owner lives
   */
  public Deletions(
      RunReader reader,
      QueryRunner query,
      WriteQueue writes,
      UnusedBlobs blobs,
      Consumer<RunId> claim) {
    this.reader = reader;
    this.query = query;
    this.writes = writes;
    this.blobs = blobs;
    this.claim = claim;
  }

  /** With all runs within it. */
  public void delete(RunId id) {
    deleteRows(id);
    blobs.drop();
  }

  /** Deletes a run, and returns all that went, the run itself last. */
  private Set<RunId> deleteRows(RunId id) {
    Set<RunId> runs = tree(id);
    runs.forEach(this::stopped);
    runs.forEach(this::deleteAlone);
    return runs;
  }

  /** A run and those within it, the innermost first. */
  private Set<RunId> tree(RunId id) {
    Set<RunId> runs = new LinkedHashSet<>();
    for (RunId child : reader.children(id)) {
      runs.addAll(tree(child));
    }
    runs.add(id);
    return runs;
  }

  /** Nobody writes to a run that has ended, or was taken from an owner that is dead. */
  private void stopped(RunId id) {
    StoredRun run = reader.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    if (!run.state().isFinished()) {
      claim.accept(id);
    }
  }

  private void deleteAlone(RunId id) {
    deleteSome(
        """
        DELETE FROM task_run WHERE run = ? AND (node, idx) IN (
          SELECT node, idx FROM task_run WHERE run = ? ORDER BY node, idx LIMIT ?)
        """,
        id);
    deleteSome(
        """
        DELETE FROM log WHERE run = ? AND id IN (
          SELECT id FROM log WHERE run = ? ORDER BY id LIMIT ?)
        """,
        id);
    String run = id.toString();
    writes.now(connection ->
        Sql.update(connection, "DELETE FROM map_counts WHERE run = ?", run)
            + Sql.update(connection, "DELETE FROM run_order WHERE run = ?", run)
            + Sql.update(connection, "DELETE FROM flow_run WHERE id = ?", run));
  }

  private void deleteSome(String sql, RunId id) {
    String run = id.toString();
    while (writes.now(connection -> Sql.update(connection, sql, run, run, AT_ONCE)) == AT_ONCE) {}
  }

  public PruneResult prune(PruneFilter filter) {
    Set<RunId> gone = new LinkedHashSet<>();
    for (RunId run : ended(filter)) {
      gone.addAll(filter.dryRun() ? tree(run) : deleteRows(run));
    }
    return new PruneResult(new ArrayList<>(gone), filter.dryRun() ? 0 : blobs.drop());
  }

  private List<RunId> ended(PruneFilter filter) {
    StringBuilder sql =
        new StringBuilder(
            """
            SELECT id FROM (
              SELECT id, flow, ended,
                ROW_NUMBER() OVER (PARTITION BY flow ORDER BY created DESC, id DESC) AS place
              FROM flow_run WHERE ended IS NOT NULL AND parent IS NULL
            ) AS done
            WHERE place > ?
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
          bound.add(flow);
        });
    return query.all(
        sql.append(" ORDER BY ended, id").toString(),
        bound,
        row -> RunId.parse(row.getString("id")));
  }

  /** Deletes all results of a run and returns how many there were. */
  public int dropResults(RunId id) {
    return drop(id, "", List.of());
  }

  /** Deletes the result at a path, and of a node with children those of all of them. */
  public int dropResults(RunId id, TaskPath path) {
    return drop(
        id,
        " AND (node = ? OR node = ? AND idx = ?)",
        List.of(path.toString(), path.owner().toString(), path.index()));
  }

  private int drop(RunId id, String which, List<Object> bound) {
    stopped(id);
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
