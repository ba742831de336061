package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Glances at a store, by which changes since an earlier glance are found. Each is one statement
 * that costs little, and gives texts that differ if something has changed. Thread-safe.
 */
public record Glances(QueryRunner query) {
  static final String RUNS =
      "SELECT id, state, epoch, sequence, held, message FROM flow_run WHERE ";

  /** Returns glances at some projects. */
  public ProjectGlances within(Set<String> projects) {
    return new ProjectGlances(query, new TreeSet<>(projects));
  }

  /**
   * Returns a text for each run that has not ended, and for each that was created since an instant.
   *
   * @param most the largest number of runs of either kind
   */
  public Map<RunId, String> runs(Instant since, int most) {
    Map<RunId, String> found = new HashMap<>();
    read(query, RUNS + "ended IS NULL LIMIT ?", List.of(most), found);
    read(
        query,
        RUNS + "created >= ? ORDER BY created DESC, id DESC LIMIT ?",
        List.of(Micros.micros(since), most),
        found);
    return found;
  }

  static void read(QueryRunner query, String sql, List<?> bound, Map<RunId, String> into) {
    query
        .all(
            sql,
            List.copyOf(bound),
            row ->
                Map.entry(
                    RunId.parse(row.getString("id")),
                    "%s %d %d %s %s"
                        .formatted(
                            row.getString("state"),
                            row.getLong("epoch"),
                            row.getLong("sequence"),
                            Objects.toString(row.getString("held"), ""),
                            row.getString("message"))))
        .forEach(each -> into.put(each.getKey(), each.getValue()));
  }

  /** Returns a text about all schedules. */
  public String schedules() {
    return query
        .all(
            """
            SELECT count(*) || ' ' || coalesce(sum(handled % 1000000007), 0) || ' '
              || coalesce(sum(revision % 1000000007), 0) || ' '
              || coalesce(sum(length(schedule)), 0) || ' ' || coalesce(sum(length(pause)), 0) || ' '
              || (SELECT count(*) || ' ' || coalesce(sum(instant % 1000000007), 0)
                  FROM skipped_instant)
              || ' ' || (SELECT count(*) FROM registered_flow WHERE archived IS NOT NULL) AS text
            FROM schedule_place
            """,
            List.of(), row -> row.getString("text"))
        .getFirst();
  }

  /**
   * Returns the ids of the newest events.
   *
   * @param most their largest number
   */
  public Set<String> events(int most) {
    return new HashSet<>(
        query.all(
            "SELECT id FROM event ORDER BY time DESC, id DESC LIMIT ?",
            List.of(most),
            row -> row.getString("id")));
  }

  /** Returns a text about the processes that have the store open. */
  public String processes() {
    return String.join(
        " ",
        query.all(
            "SELECT id FROM process WHERE ended IS NULL ORDER BY id",
            List.of(),
            row -> row.getString("id")));
  }

  /** Returns a text about the live workers, without their heartbeats, and about all pools. */
  public String workers() {
    return String.join(
        "\n",
        query.all(
            """
            SELECT id || ' ' || draining || ' ' || slots || ' ' || length(pools) || ' '
              || length(labels) || ' ' || length(log) || ' ' || runners AS text
            FROM worker WHERE ended IS NULL
            UNION ALL
            SELECT name || ' ' || coalesce(paused, 0) || ' ' || coalesce(n, 0) || ' ' || why
            FROM pool
            ORDER BY text
            """,
            List.of(),
            row -> row.getString("text")));
  }
}
