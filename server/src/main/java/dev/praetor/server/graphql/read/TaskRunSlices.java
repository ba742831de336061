package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.UnreadableFlowSpec;
import dev.praetor.store.history.Slices;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.row.RunRow;
import dev.praetor.store.query.row.TaskRunRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the slices of many task runs at once: descriptions of flows, then the task runs. */
record TaskRunSlices(StoreQueries queries) {
  /** Returns the begun task runs in the slice of each of these, upstream first. */
  Map<TaskRunId, List<TaskRunRow>> of(Collection<TaskRunId> ids) {
    Map<RunId, RunRow> runs =
        queries.runsById(ids.stream().map(TaskRunId::run).distinct().toList());
    Map<String, Slices> slices = slices(runs.values());
    Map<TaskRunId, List<TaskRunId>> members = new LinkedHashMap<>();
    for (TaskRunId id : ids) {
      members.put(
          id,
          Optional.ofNullable(runs.get(id.run()))
              .flatMap(run -> run.definition().version())
              .map(slices::get)
              .map(found -> members(id, found))
              .orElseGet(() -> List.of(id)));
    }
    Map<TaskRunId, TaskRunRow> rows =
        queries.taskRunsById(
            members.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
    Map<TaskRunId, List<TaskRunRow>> found = new HashMap<>();
    members.forEach((id, slice) ->
        found.put(id, slice.stream().map(rows::get).filter(Objects::nonNull).toList()));
    return found;
  }

  private Map<String, Slices> slices(Collection<RunRow> runs) {
    Map<String, Slices> slices = new HashMap<>();
    queries
        .specs(
            runs.stream()
                .flatMap(run -> run.definition().version().stream())
                .collect(Collectors.toSet()))
        .forEach((version, json) -> {
          try {
            slices.put(version, new Slices(FlowSpecReader.read(json)));
          } catch (UnreadableFlowSpec damaged) {
            // Without a description, a slice is the task run itself.
          }
        });
    return slices;
  }

  private static List<TaskRunId> members(TaskRunId id, Slices slices) {
    TaskPath path = TaskPath.of(id.node(), id.index());
    return slices.of(path).stream()
        .map(each -> new TaskRunId(id.run(), each.owner().toString(), each.index()))
        .toList();
  }
}
