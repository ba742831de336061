package dev.praetor.store.control;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.engine.run.OrderText;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Ends and pauses runs whose process ended before they did. Thread-safe. */
public final class LostRunEnding {
  /** A masker without secrets, because recorded texts were masked when they were written. */
  private static final Masker NO_SECRETS = new Masker();

  private final RunReader reader;
  private final TaskReader tasks;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final BiConsumer<RunId, Runnable> whileClaimed;

  public LostRunEnding(
      RunReader reader,
      TaskReader tasks,
      WriteQueue writes,
      InstantSource clock,
      BiConsumer<RunId, Runnable> whileClaimed) {
    this.reader = reader;
    this.tasks = tasks;
    this.writes = writes;
    this.clock = clock;
    this.whileClaimed = whileClaimed;
  }

  /** Returns the names of the nodes that still run when a lost run is cancelled. */
  public List<String> openCleanUp(RunId id) {
    return new OpenCleanUp(reader, tasks).of(id);
  }

  /**
   * Records that a run is to be cancelled, if its owner is dead. The process that resumes it starts
   * nothing but its clean-up, and ends it.
   */
  public void cancelWhenResumed(RunId id, String by, String why) {
    whileClaimed.accept(id, () -> cancelLater(id, by, why));
  }

  private void cancelLater(RunId id, String by, String why) {
    StoredRun run = reader.recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
    State state = new State.Cancelling(reason(by, why), clock.instant());
    writes.now(connection ->
        Sql.update(
            connection,
            """
            UPDATE flow_run SET state = ?, message = ?, history = ?, sequence = sequence + 1
            WHERE id = ? AND ended IS NULL AND state <> 'Cancelling'
            """,
            state.name(),
            state.message(),
            HistoryJson.write(and(run.history(), 0, state), NO_SECRETS),
            id.toString()));
  }

  /**
   * Records that a run is paused, if its owner is dead; the process that resumes it begins nothing.
   */
  public void pauseWhenResumed(RunId id, String by, String why) {
    whileClaimed.accept(id, () -> pauseLater(id, by, why));
  }

  private void pauseLater(RunId id, String by, String why) {
    StoredRun run = reader.recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
    if (run.state().type() == StateType.CANCELLING) {
      throw StoreFailed.conflict(id, "run " + id + " is being cancelled", "resume it to end it");
    }
    if (run.state().type() == StateType.PAUSED) {
      return;
    }
    String text = StorableText.plain(OrderText.of(OrderText.PAUSED, by, why));
    State state = new State.Paused(text, clock.instant(), Optional.empty());
    writes.now(connection ->
        Sql.update(
            connection,
            """
            UPDATE flow_run SET state = ?, message = ?, history = ?, sequence = sequence + 1
            WHERE id = ? AND ended IS NULL AND state <> 'Cancelling'
            """,
            state.name(),
            state.message(),
            HistoryJson.write(and(run.history(), 0, state), NO_SECRETS),
            id.toString()));
  }

  private static String reason(String by, String why) {
    return StorableText.plain(by.isEmpty() ? why : why + " (by " + by + ")");
  }

  /**
   * Claims a run, so that no other process writes to it, and cancels it with all runs within it.
   */
  public void cancel(RunId id, String by, String why) {
    State end = new State.Cancelled(reason(by, why), clock.instant());
    String within = reason(by, "the run around it was cancelled: " + why);
    end(id, end, end, within);
  }

  /**
   * Claims a run, so that no other process writes to it, and ends it.
   *
   * @param end the end of the run
   * @param open the end of its task runs that have not ended
   * @param within the reason for which the runs within it are cancelled
   */
  void end(RunId id, State end, State open, String within) {
    whileClaimed.accept(id, () -> endClaimed(id, end, open, within));
  }

  private void endClaimed(RunId id, State end, State open, String within) {
    for (RunId child : reader.children(id)) {
      if (reader.find(child).filter(run -> !run.state().isFinished()).isPresent()) {
        State cancelled = new State.Cancelled(within, clock.instant());
        end(child, cancelled, cancelled, within);
      }
    }
    StoredRun run = reader.recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
    List<StoredTaskRun> unfinished = tasks.unfinished(id);
    Map<String, Map<StateType, Integer>> counts = counts(id, unfinished, open.type());
    writes.now(
        connection -> {
          endTasks(connection, id, unfinished, open);
          writeCounts(connection, id, counts);
          endRun(connection, run, end);
          return Sql.update(connection, "DELETE FROM run_order WHERE run = ?", id.toString());
        },
        Topic.ENDS);
  }

  /**
   * Counts the children of mapped nodes after the end; children without a row count as ended too.
   */
  private Map<String, Map<StateType, Integer>> counts(
      RunId id, List<StoredTaskRun> open, StateType end) {
    Map<String, Map<StateType, Integer>> counts = new HashMap<>();
    for (StoredTaskRun each : open) {
      if (each.state() instanceof State.Mapped mapped) {
        counts.put(each.node(), end(tasks.counts(id, each.node()), mapped.width(), end));
      }
    }
    return counts;
  }

  private static Map<StateType, Integer> end(
      Map<StateType, Integer> now, int width, StateType end) {
    Map<StateType, Integer> after = new EnumMap<>(StateType.class);
    int ended = 0;
    for (Map.Entry<StateType, Integer> each : now.entrySet()) {
      boolean stays = each.getKey().isFinished();
      after.put(each.getKey(), stays ? each.getValue() : 0);
      ended += stays ? each.getValue() : 0;
    }
    after.merge(end, width - ended, Integer::sum);
    return after;
  }

  private static void endTasks(
      Connection connection, RunId run, List<StoredTaskRun> open, State end) throws SQLException {
    if (open.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE task_run
            SET state = ?, message = ?, ended = ?, history = ?, earlier = NULL,
              sequence = sequence + 1
            WHERE run = ? AND node = ? AND idx = ? AND ended IS NULL
            """)) {
      for (StoredTaskRun each : open) {
        Sql.bind(
            update,
            end.name(),
            end.message(),
            Micros.micros(end.time()),
            history(each, end),
            run.toString(),
            each.node(),
            each.index());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static void writeCounts(
      Connection connection, RunId run, Map<String, Map<StateType, Integer>> counts)
      throws SQLException {
    for (Map.Entry<String, Map<StateType, Integer>> node : counts.entrySet()) {
      for (Map.Entry<StateType, Integer> each : node.getValue().entrySet()) {
        Sql.update(
            connection,
            """
            INSERT INTO map_counts (run, node, state, n, sequence) VALUES (?, ?, ?, ?, 0)
            ON CONFLICT (run, node, state) DO UPDATE
            SET n = excluded.n, sequence = map_counts.sequence + 1
            """,
            run.toString(),
            node.getKey(),
            each.getKey().label(),
            each.getValue());
      }
    }
  }

  private static void endRun(Connection connection, StoredRun run, State end) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE flow_run
        SET state = ?, message = ?, ended = ?, history = ?, sequence = sequence + 1
        WHERE id = ? AND ended IS NULL
        """,
        end.name(),
        end.message(),
        Micros.micros(end.time()),
        HistoryJson.write(and(run.history(), 0, end), NO_SECRETS),
        run.id().toString());
  }

  private static String history(StoredTaskRun run, State end) {
    List<Transition> longer = and(run.history(), run.attempts(), end);
    return run.failure()
        .map(own -> HistoryJson.write(longer, own, NO_SECRETS))
        .orElseGet(() -> HistoryJson.write(longer, NO_SECRETS));
  }

  private static List<Transition> and(List<Transition> history, int attempt, State end) {
    List<Transition> longer = new ArrayList<>(history);
    longer.add(new Transition(attempt, end));
    return longer;
  }
}
