package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.write.Turns;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the runs that are before a run in the queue of its flow. Thread-safe. */
record RunsAhead(QueryRunner query) {
  private static final String AHEAD =
      """
      WITH own AS (SELECT flow AS own_flow, priority AS own_priority, scheduled AS own_scheduled,
        created AS own_created, id AS own_id FROM flow_run WHERE id = ?)
      SELECT owner, count(*) AS n FROM flow_run, own
      WHERE flow = own_flow AND state IN %s AND held IS NULL AND %s AND scheduled <= ?
        AND (priority > own_priority OR priority = own_priority
          AND (scheduled, created, id) < (own_scheduled, own_created, own_id))
      GROUP BY owner
      """
          .formatted(RunConditions.WAITING, Turns.ARRIVED);

  /**
   * Returns the number of runs that are due and could start before a run, by the process that they
   * are bound to; the empty id stands for no process.
   */
  Map<String, Integer> byProcess(RunId run, Instant now) {
    Map<String, Integer> all = new HashMap<>();
    query.all(
        AHEAD,
        List.of(run.toString(), Micros.micros(now)),
        row -> all.put(row.getString("owner"), row.getInt("n")));
    return all;
  }

  int count(RunId run, Instant now) {
    return byProcess(run, now).values().stream().mapToInt(Integer::intValue).sum();
  }
}
