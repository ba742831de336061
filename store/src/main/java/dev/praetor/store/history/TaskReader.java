package dev.praetor.store.history;

import dev.praetor.Failure;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.Transition;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.WhereClause;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads task runs. Thread-safe. */
public record TaskReader(QueryRunner query, Blobs blobs) {
  private static final String LOST = "its result was deleted or lost";
  private static final int PAGE = 2_000;

  public List<StoredTaskRun> page(RunId run, TaskRunFilter filter) {
    if (!filter.unsuccessfulFirst()) {
      return page(run, filter, "", filter.after(), filter.limit());
    }
    boolean amongOthers = filter.after().filter(last -> !last.state().isUnsuccessful()).isPresent();
    List<StoredTaskRun> page = new ArrayList<>();
    if (!amongOthers) {
      page.addAll(page(run, filter, "IN", filter.after(), filter.limit()));
    }
    if (page.size() < filter.limit()) {
      Optional<StoredTaskRun> after = amongOthers ? filter.after() : Optional.empty();
      page.addAll(page(run, filter, "NOT IN", after, filter.limit() - page.size()));
    }
    return page;
  }

  private List<StoredTaskRun> page(
      RunId run,
      TaskRunFilter filter,
      String unsuccessful,
      Optional<StoredTaskRun> after,
      int limit) {
    WhereClause where = new WhereClause();
    where.and("run = ?", run.toString());
    filter.node().ifPresent(node -> where.and("node = ?", node));
    if (!unsuccessful.isEmpty()) {
      where.and("state " + unsuccessful + " ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed')");
    }
    after.ifPresent(last -> where.and("(node, idx) > (?, ?)", last.node(), last.index()));
    String index = unsuccessful.equals("IN") ? query.database().unsuccessfulIndexHint() : "";
    String sql = "SELECT * FROM task_run" + index + where.text() + " ORDER BY node, idx LIMIT ?";
    List<StoredTaskRun> page = query.all(sql, where.with(limit), row -> read(row).run());
    page.replaceAll(each -> withCounts(run, each));
    return page;
  }

  /** Returns the task runs that have begun and not ended. */
  public List<StoredTaskRun> unfinished(RunId run) {
    return query.all(
        "SELECT * FROM task_run WHERE run = ? AND ended IS NULL ORDER BY node, idx",
        List.of(run.toString()),
        row -> read(row).run());
  }

  /** Returns the task run at a path with its value, even if the value is large. */
  public Optional<StoredTaskRun> one(RunId run, TaskPath path) {
    return query
        .first(
            """
            SELECT * FROM task_run
            WHERE run = ? AND (node = ? AND idx = ? OR node = ? AND idx = -1)
            ORDER BY idx DESC LIMIT 1
            """,
            List.of(run.toString(), path.owner().toString(), path.index(), path.toString()),
            row -> read(row).run())
        .map(this::withBlob)
        .map(read -> withCounts(run, read));
  }

  /**
   * Passes every task run with its complete row to a consumer, a mapped node before its children.
   */
  void all(RunId run, Consumer<RecordedRow> consumer) {
    List<RecordedRow> page = pageAfter(run, "", Integer.MIN_VALUE);
    while (!page.isEmpty()) {
      page.forEach(row -> consumer.accept(whole(row)));
      StoredTaskRun last = page.getLast().run();
      page = page.size() < PAGE ? List.of() : pageAfter(run, last.node(), last.index());
    }
  }

  private List<RecordedRow> pageAfter(RunId run, String node, int index) {
    return query.all(
        """
        SELECT * FROM task_run
        WHERE run = ? AND (node, idx) > (?, ?) ORDER BY node, idx LIMIT ?
        """,
        List.of(run.toString(), node, index, PAGE),
        TaskReader::read);
  }

  private RecordedRow whole(RecordedRow row) {
    Optional<String> state = row.loopState().flatMap(blobs::read);
    boolean lostState = row.loopState().isPresent() && state.isEmpty();
    return new RecordedRow(withBlob(row.run()), lostState ? Optional.empty() : row.loop(), state);
  }

  private StoredTaskRun withBlob(StoredTaskRun run) {
    StoredTaskRun.Result result = run.result();
    if (result.blob().isEmpty()) {
      return run;
    }
    Optional<String> json = blobs.read(result.blob().get().hash());
    Optional<String> note = json.isEmpty() ? Optional.of(LOST) : result.note();
    return run.withResult(new StoredTaskRun.Result(json, result.blob(), note, result.failure()));
  }

  /**
   * Returns a task run as it is, or in the state Mapped, with the current counts of its children.
   */
  private StoredTaskRun withCounts(RunId run, StoredTaskRun read) {
    if (!(read.state() instanceof State.Mapped mapped)) {
      return read;
    }
    Map<StateType, Integer> now = counts(run, read.node());
    if (now.isEmpty()) {
      return read;
    }
    int known = now.values().stream().mapToInt(Integer::intValue).sum();
    if (known < mapped.width()) {
      now.merge(StateType.PENDING, mapped.width() - known, Integer::sum);
    }
    State state = new State.Mapped(mapped.message(), mapped.time(), mapped.width(), now);
    return read.withState(state);
  }

  /** Passes the elements of each mapped node of a run to a consumer, by the node's name. */
  void elements(RunId run, BiConsumer<String, ElementHashes> consumer) {
    query.all(
        "SELECT node, hashes FROM map_elements WHERE run = ?",
        List.of(run.toString()),
        row -> {
          consumer.accept(row.getString("node"), ElementHashes.parse(row.getString("hashes")));
          return row.getString("node");
        });
  }

  public Map<StateType, Integer> counts(RunId run, String node) {
    Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
    query.all(
        "SELECT state, n FROM map_counts WHERE run = ? AND node = ? AND n > 0",
        List.of(run.toString(), node),
        row -> counts.put(StateType.ofLabel(row.getString("state")), row.getInt("n")));
    return counts;
  }

  private static RecordedRow read(ResultSet row) throws SQLException {
    Optional<Failure> failure = HistoryJson.readFailure(row.getString("failure"));
    String json = row.getString("history");
    List<Transition> history =
        json == null
            ? ordinary(row)
            : failure
                .map(own -> HistoryJson.read(json, own))
                .orElseGet(() -> HistoryJson.read(json));
    String node = row.getString("node");
    int index = row.getInt("idx");
    Optional<BlobRef> blob = Optional.empty();
    String hash = row.getString("blob");
    if (hash != null) {
      blob = Optional.of(new BlobRef(hash, row.getLong("size")));
    }
    StoredTaskRun run =
        new StoredTaskRun(
            node,
            index,
            QueryRunner.text(row, "label").orElseGet(() -> StoredTaskRun.defaultLabel(node, index)),
            history.getLast().state(),
            new StoredTaskRun.Execution(
                row.getInt("attempts"),
                QueryRunner.time(row, "started"),
                QueryRunner.time(row, "ended")),
            new StoredTaskRun.Result(
                QueryRunner.text(row, "value"), blob, QueryRunner.text(row, "note"), failure),
            history);
    return new RecordedRow(run, QueryRunner.text(row, "loop"), QueryRunner.text(row, "loop_blob"));
  }

  /**
   * Returns the history of an ordinary task run, which is derived from its times: Pending, Running,
   * Success.
   */
  private static List<Transition> ordinary(ResultSet row) throws SQLException {
    List<Transition> history = new ArrayList<>(3);
    Instant created = Micros.of(row.getLong("created"));
    history.add(new Transition(0, new State.Pending("", created)));
    QueryRunner.time(row, "started")
        .ifPresent(started -> history.add(new Transition(1, new State.Running("", started, 1))));
    QueryRunner.time(row, "ended")
        .ifPresent(ended -> history.add(new Transition(1, new State.Success("", ended))));
    return history;
  }
}
