package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads task runs of many runs in few statements. */
record ManyTaskRuns(TaskReader reader) {
  private static final int MOST = 200;

  private record Found(TaskRunId id, RecordedRow row) {}

  Map<TaskRunId, StoredTaskRun> findAll(Collection<TaskRunId> ids) {
    Map<RunId, List<Found>> rows = new LinkedHashMap<>();
    List<TaskRunId> all = ids.stream().distinct().toList();
    for (int from = 0; from < all.size(); from += MOST) {
      rows(all.subList(from, Math.min(from + MOST, all.size())))
          .forEach(
              found -> rows.computeIfAbsent(found.id().run(), _ -> new ArrayList<>()).add(found));
    }
    Map<TaskRunId, StoredTaskRun> found = new LinkedHashMap<>();
    rows.forEach((run, ofRun) -> {
      List<RecordedRow> read = reader.withHistory(run, ofRun.stream().map(Found::row).toList());
      for (int i = 0; i < read.size(); i++) {
        found.put(ofRun.get(i).id(), read.get(i).run());
      }
    });
    return withCounts(found);
  }

  private List<Found> rows(List<TaskRunId> ids) {
    List<Object> bound = new ArrayList<>();
    ids.forEach(id -> Collections.addAll(bound, id.run().toString(), id.node(), id.index()));
    return reader
        .query()
        .all(
            // In order, because the parts of long histories are read for a range of task runs.
            """
            WITH wanted (run, node, idx) AS (VALUES %s)
            SELECT t.* FROM wanted w CROSS JOIN task_run t
            WHERE t.run = w.run AND t.node = w.node AND t.idx = w.idx
            ORDER BY t.run, t.node, t.idx
            """
                .formatted(String.join(", ", Collections.nCopies(ids.size(), "(?, ?, ?)"))),
            bound,
            row ->
                new Found(
                    new TaskRunId(
                        RunId.parse(row.getString("run")),
                        row.getString("node"),
                        row.getInt("idx")),
                    RowReader.read(row)));
  }

  private Map<TaskRunId, StoredTaskRun> withCounts(Map<TaskRunId, StoredTaskRun> found) {
    List<TaskRunId> mapped =
        found.entrySet().stream()
            .filter(each -> each.getValue().state() instanceof State.Mapped)
            .map(Map.Entry::getKey)
            .toList();
    counts(mapped)
        .forEach((id, counts) ->
            found.computeIfPresent(
                id,
                (_, read) ->
                    read.state() instanceof State.Mapped state
                        ? TaskReader.withCounts(read, state, counts)
                        : read));
    return found;
  }

  /** Returns the number of task runs in each state, of each of these runs. */
  Map<RunId, Map<StateType, Integer>> states(Collection<RunId> runs) {
    Map<RunId, Map<StateType, Integer>> states = new LinkedHashMap<>();
    runs.forEach(run -> states.put(run, new EnumMap<>(StateType.class)));
    List<RunId> all = List.copyOf(states.keySet());
    for (int from = 0; from < all.size(); from += MOST) {
      List<RunId> some = all.subList(from, Math.min(from + MOST, all.size()));
      List<Integer> _ =
          reader
              .query()
              .all(
                  "SELECT run, state, count(*) AS n FROM task_run WHERE run IN (%s) GROUP BY run, state"
                      .formatted(String.join(", ", Collections.nCopies(some.size(), "?"))),
                  some.stream().map(run -> (Object) run.toString()).toList(),
                  row -> {
                    Map<StateType, Integer> ofRun = states.get(RunId.parse(row.getString("run")));
                    int n = row.getInt("n");
                    if (ofRun != null) {
                      ofRun.put(StateType.ofLabel(row.getString("state")), n);
                    }
                    return n;
                  });
    }
    return states;
  }

  /** Returns the number of children in each state, of each of these mapped nodes. */
  Map<TaskRunId, Map<StateType, Integer>> counts(Collection<TaskRunId> mapped) {
    Map<TaskRunId, Map<StateType, Integer>> counts = new LinkedHashMap<>();
    mapped.forEach(id -> counts.put(id, new EnumMap<>(StateType.class)));
    List<TaskRunId> all = List.copyOf(counts.keySet());
    for (int from = 0; from < all.size(); from += MOST) {
      List<TaskRunId> some = all.subList(from, Math.min(from + MOST, all.size()));
      List<Object> bound = new ArrayList<>();
      some.forEach(id -> Collections.addAll(bound, id.run().toString(), id.node()));
      List<Integer> _ =
          reader
              .query()
              .all(
                  """
                  WITH wanted (run, node) AS (VALUES %s)
                  SELECT c.* FROM wanted w CROSS JOIN map_counts c
                  WHERE c.run = w.run AND c.node = w.node
                  """
                      .formatted(String.join(", ", Collections.nCopies(some.size(), "(?, ?)"))),
                  bound,
                  row -> {
                    TaskRunId id =
                        new TaskRunId(RunId.parse(row.getString("run")), row.getString("node"), -1);
                    Map<StateType, Integer> ofNode = counts.get(id);
                    int n = row.getInt("n");
                    if (ofNode != null && n > 0) {
                      ofNode.put(StateType.ofLabel(row.getString("state")), n);
                    }
                    return n;
                  });
    }
    return counts;
  }
}
