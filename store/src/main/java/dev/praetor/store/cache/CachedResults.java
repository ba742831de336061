package dev.praetor.store.cache;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.db.WhereClause;
import dev.praetor.store.write.WriteQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and deletes cached results, for people. Thread-safe. */
public final class CachedResults {
  private static final int BATCH = 1_000;
  private static final int MOST_MAKERS = 200;
  private final QueryRunner query;
  private final WriteQueue writes;

  public CachedResults(QueryRunner query, WriteQueue writes) {
    this.query = query;
    this.writes = writes;
  }

  /**
   * A selection of cached results; an empty part selects all.
   *
   * @param flow the flow of the run that made the result
   * @param node the node that made the result, without indexes
   * @param run the run that made the result
   */
  public record Selection(Optional<String> flow, Optional<String> node, Optional<RunId> run) {
    public static final Selection ALL =
        new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    private WhereClause where() {
      WhereClause where = new WhereClause();
      flow.ifPresent(name -> where.and("f.flow = ?", name));
      node.ifPresent(name ->
          where.and(
              "(c.task_run = ? OR c.task_run LIKE ? ESCAPE '!')",
              StorableText.plain(name),
              StorableText.plain(name).replaceAll("[!%_]", "!$0") + "[%"));
      run.ifPresent(id -> where.and("c.run = ?", id.toString()));
      return where;
    }
  }

  /**
   * A cached result without its value.
   *
   * @param flow the flow of the run that made it
   * @param taskRun the path of the task run that made it
   * @param until the time from which it is no longer used; empty if it is used without limit
   * @param characters the length of its text
   */
  public record Listed(
      String flow,
      String taskRun,
      String run,
      Instant made,
      Optional<Instant> until,
      long characters) {}

  /** Returns the newest cached results of a selection. */
  public List<Listed> list(Selection selection, int most) {
    WhereClause where = selection.where();
    return query.all(
        """
        SELECT f.flow, c.task_run, c.run, c.made, c.until, LENGTH(c.value) AS characters
        FROM cache_entry c LEFT JOIN flow_run f ON f.id = c.run
        """
            + where.text()
            + " ORDER BY c.made DESC LIMIT ?",
        where.with(most),
        row ->
            new Listed(
                QueryRunner.text(row, "flow").orElse("(deleted)"),
                row.getString("task_run"),
                row.getString("run"),
                Micros.of(row.getLong("made")),
                QueryRunner.time(row, "until"),
                row.getLong("characters")));
  }

  /**
   * The place of a cached result.
   *
   * @param key the key; the hash of a long one
   * @param until the time from which it is no longer used; empty if it is used without limit
   */
  public record Place(String key, CacheOrigin origin, Optional<Instant> until) {}

  /** The run and the path of a task run. */
  public record Maker(String run, String path) {}

  /** Returns the cached results that task runs made, as far as they are still there. */
  public Map<Maker, Place> madeBy(Collection<Maker> makers) {
    Map<Maker, Place> found = new HashMap<>();
    List<Maker> all = makers.stream().distinct().toList();
    for (int from = 0; from < all.size(); from += MOST_MAKERS) {
      some(all.subList(from, Math.min(from + MOST_MAKERS, all.size())))
          .forEach(
              place -> found.put(new Maker(place.origin().run(), place.origin().taskRun()), place));
    }
    return found;
  }

  private List<Place> some(List<Maker> makers) {
    List<Object> values = new ArrayList<>();
    makers.forEach(maker -> values.add(maker.run()));
    for (Maker maker : makers) {
      values.add(maker.run());
      values.add(StorableText.plain(maker.path()));
    }
    int more = makers.size() - 1;
    return query.all(
        "SELECT key, run, task_run, made, until FROM cache_entry WHERE run IN (?"
            + ", ?".repeat(more)
            + ") AND (run, task_run) IN (VALUES (?, ?)"
            + ", (?, ?)".repeat(more)
            + ")",
        values,
        row ->
            new Place(
                row.getString("key"),
                new CacheOrigin(
                    row.getString("run"),
                    row.getString("task_run"),
                    Micros.of(row.getLong("made"))),
                QueryRunner.time(row, "until")));
  }

  /** Deletes the cached results of a selection; returns their number. */
  public int clear(Selection selection) {
    int deleted = 0;
    int last;
    do {
      WhereClause where = selection.where();
      List<String> keys =
          query.all(
              "SELECT c.key FROM cache_entry c LEFT JOIN flow_run f ON f.id = c.run"
                  + where.text()
                  + " LIMIT ?",
              where.with(BATCH),
              row -> row.getString("key"));
      last = keys.size();
      deleted +=
          writes.now(connection -> {
            int rows = 0;
            for (String key : keys) {
              rows += Sql.update(connection, "DELETE FROM cache_entry WHERE key = ?", key);
            }
            return rows;
          });
    } while (last == BATCH);
    return deleted;
  }
}
