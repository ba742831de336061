package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.OwnerLife;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The knowledge about the processes that waiting runs are bound to, each of which is read once.
 * Used by one thread, for one decision.
 */
final class Bindings {
  private final QueryRunner query;
  private final String self;
  private final Map<String, OwnerLife> lives = new HashMap<>();

  /**
   * Creates the access to processes.
   *
   * @param self the id of this process in the store
   */
  Bindings(QueryRunner query, String self) {
    this.query = query;
    this.self = self;
  }

  private OwnerLife life(String process) {
    return lives.computeIfAbsent(
        process,
        id ->
            query
                .first(
                    "SELECT " + ProcessRow.COLUMNS + " FROM process p WHERE p.id = ?",
                    List.of(id),
                    ProcessRow::life)
                .orElse(OwnerLife.ENDED));
  }

  /**
   * Returns whether a run is bound to no process any more, so that any process that serves its flow
   * may start it.
   *
   * @param process the process that the run was bound to; empty if there is none
   */
  boolean isFree(String process) {
    return process.isEmpty() || !process.equals(self) && life(process) == OwnerLife.ENDED;
  }

  /** Returns whether the process that a run is bound to is alive, so that it starts the run. */
  boolean isAlive(String process) {
    return process.equals(self)
        || !process.isEmpty()
            && switch (life(process)) {
              case ALIVE, HEARD -> true;
              case SILENT, ENDED -> false;
            };
  }

  /** Returns the number of runs before a run in its queue that some process starts before it. */
  int startBefore(RunId run, String flow, Instant now) {
    int all = 0;
    int unbound = 0;
    for (Map.Entry<String, Integer> ahead : new RunsAhead(query).byProcess(run, now).entrySet()) {
      if (isAlive(ahead.getKey())) {
        all += ahead.getValue();
      } else if (isFree(ahead.getKey())) {
        unbound += ahead.getValue();
      }
    }
    boolean served =
        unbound > 0
            && new FlowServers(query).of(flow).stream().anyMatch(server -> !server.isFull());
    return served ? all + unbound : all;
  }
}
