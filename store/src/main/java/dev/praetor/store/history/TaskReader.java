package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.Transition;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.WhereClause;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import dev.praetor.store.model.TaskRunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
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
    List<StoredTaskRun> page = new ArrayList<>();
    withHistory(run, query.all(sql, where.with(limit), RowReader::read))
        .forEach(each -> page.add(withCounts(run, each.run())));
    return page;
  }

  /** Returns the task runs that have begun and not ended. */
  public List<StoredTaskRun> unfinished(RunId run) {
    List<RecordedRow> rows =
        query.all(
            "SELECT * FROM task_run WHERE run = ? AND ended IS NULL ORDER BY node, idx",
            List.of(run.toString()),
            RowReader::read);
    return withHistory(run, rows).stream().map(RecordedRow::run).toList();
  }

  /** Returns at most {@code most} task runs that are running or waiting. */
  public List<StoredTaskRun> open(RunId run, int most) {
    return query.all(
        """
        SELECT * FROM task_run
        WHERE run = ? AND state IN ('Running', 'Queued', 'Retrying', 'Scheduled', 'Paused')
        ORDER BY node, idx LIMIT ?
        """,
        List.of(run.toString(), most),
        row -> RowReader.read(row).run());
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
            RowReader::read)
        .map(row -> withHistory(run, List.of(row)).getFirst().run())
        .map(this::withBlob)
        .map(read -> withCounts(run, read));
  }

  /**
   * Returns the task runs of these ids, with their values unless these are large; ids that are not
   * in the store are left out.
   */
  public Map<TaskRunId, StoredTaskRun> findAll(Collection<TaskRunId> ids) {
    return new ManyTaskRuns(this).findAll(ids);
  }

  /** Returns the number of children in each state, of each of these mapped nodes. */
  public Map<TaskRunId, Map<StateType, Integer>> counts(Collection<TaskRunId> mapped) {
    return new ManyTaskRuns(this).counts(mapped);
  }

  /** Returns the number of task runs in each state, of each of these runs. */
  public Map<RunId, Map<StateType, Integer>> states(Collection<RunId> runs) {
    return new ManyTaskRuns(this).states(runs);
  }

  /**
   * Passes every task run with its complete row to a consumer, a mapped node before its children.
   */
  void all(RunId run, Consumer<RecordedRow> consumer) {
    rows(run, row -> consumer.accept(whole(row)));
  }

  /** Passes every task run to a consumer, as {@link #all} does, but without large values. */
  void rows(RunId run, Consumer<RecordedRow> consumer) {
    List<RecordedRow> page = pageAfter(run, "", Integer.MIN_VALUE);
    while (!page.isEmpty()) {
      page.forEach(consumer);
      StoredTaskRun last = page.getLast().run();
      page = page.size() < PAGE ? List.of() : pageAfter(run, last.node(), last.index());
    }
  }

  private List<RecordedRow> pageAfter(RunId run, String node, int index) {
    List<RecordedRow> rows =
        query.all(
            """
            SELECT * FROM task_run
            WHERE run = ? AND (node, idx) > (?, ?) ORDER BY node, idx LIMIT ?
            """,
            List.of(run.toString(), node, index, PAGE),
            RowReader::read);
    return withHistory(run, rows);
  }

  private record PartKey(String node, int index) {}

  /** Returns rows with the parts of long histories, which are in rows of their own. */
  List<RecordedRow> withHistory(RunId run, List<RecordedRow> rows) {
    List<RecordedRow> incomplete = rows.stream().filter(row -> row.earlier() > 0).toList();
    if (incomplete.isEmpty()) {
      return rows;
    }
    StoredTaskRun first = incomplete.getFirst().run();
    StoredTaskRun last = incomplete.getLast().run();
    Map<PartKey, List<Transition>> parts = new HashMap<>();
    query.all(
        """
        SELECT node, idx, states FROM task_history
        WHERE run = ? AND (node, idx) >= (?, ?) AND (node, idx) <= (?, ?)
        ORDER BY node, idx, part
        """,
        List.of(run.toString(), first.node(), first.index(), last.node(), last.index()),
        row ->
            parts
                .computeIfAbsent(
                    new PartKey(row.getString("node"), row.getInt("idx")), _ -> new ArrayList<>())
                .addAll(RowReader.part(row.getString("states"))));
    return rows.stream().map(row -> withHistory(row, parts)).toList();
  }

  private static RecordedRow withHistory(RecordedRow row, Map<PartKey, List<Transition>> parts) {
    PartKey key = new PartKey(row.run().node(), row.run().index());
    List<Transition> earlier = parts.getOrDefault(key, List.of());
    // Parts that were written after the row belong to states that the row still has itself.
    int known = Math.min(row.earlier(), earlier.size());
    return known == 0 ? row : row.withRun(row.run().withEarlier(earlier.subList(0, known)));
  }

  private RecordedRow whole(RecordedRow row) {
    return new RecordedRow(
        withBlob(row.run()),
        row.earlier(),
        row.loop(),
        row.loopBlob(),
        row.loopBlob().flatMap(blobs::read));
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
    return withCounts(read, mapped, counts(run, read.node()));
  }

  static StoredTaskRun withCounts(
      StoredTaskRun read, State.Mapped mapped, Map<StateType, Integer> now) {
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
}
