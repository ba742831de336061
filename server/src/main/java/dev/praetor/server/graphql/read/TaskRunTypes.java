package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.server.graphql.schema.Later;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.cache.CachedResults;
import dev.praetor.store.history.StoredRows;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.row.LogRow;
import dev.praetor.store.query.row.TaskRunRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The code for task runs, their states and their log lines. */
final class TaskRunTypes {
  private final Reads reads;
  private final TaskRunInputs inputs;

  TaskRunTypes(Reads reads) {
    this.reads = reads;
    this.inputs = new TaskRunInputs(reads.store());
  }

  List<TypeCode<?>> all() {
    return List.of(
        taskRun(),
        tally("Children"),
        tally("Progress"),
        stateCount(),
        RunRecordTypes.transition(),
        cache(),
        logLine());
  }

  private TypeCode<TaskRunRow> taskRun() {
    TypeCode<TaskRunRow> taskRun =
        TypeCode.of("TaskRun", TaskRunRow.class)
            .fetch("run", (each, environment) -> Loaders.RUN.load(environment, each.id().run()))
            .field("node", each -> each.id().node())
            .field("index", each -> each.id().index())
            .field("label", TaskRunRow::label)
            .field("state", each -> each.state().label())
            .field("message", each -> each.status().message())
            .field("attempts", TaskRunRow::attempts)
            .field("created", each -> each.times().created())
            .field("started", each -> each.times().started())
            .field("ended", each -> each.times().ended())
            .field("duration", TaskRunRow::duration)
            .field("valueSize", each -> each.value().size())
            .field("valueOmitted", each -> each.value().note())
            .field("replayCommand", TaskRunTypes::replayCommand);
    return addRecorded(taskRun);
  }

  private static String replayCommand(TaskRunRow row) {
    return "praetor runs replay %s '%s'".formatted(row.id().run(), path(row));
  }

  private static TaskPath path(TaskRunRow row) {
    return TaskPath.of(row.id().node(), row.id().index());
  }

  private TypeCode<TaskRunRow> addRecorded(TypeCode<TaskRunRow> taskRun) {
    return taskRun
        .fetch("inputs", this::inputs)
        .fetch("value", this::value)
        .fetch(
            "failure",
            (each, environment) ->
                each.value().failed()
                    ? record(environment, each)
                        .mapOrNull(row -> row == null ? null : row.failure().orElse(null))
                    : null)
        .fetch(
            "history",
            (each, environment) ->
                record(environment, each).map(row -> row == null ? List.of() : row.history()))
        .fetch(
            "children",
            (each, environment) ->
                states(environment, each)
                    .mapOrNull(states ->
                        states == null || states.isEmpty() ? null : StateTally.of(states)))
        .fetch(
            "failureGroups",
            (each, environment) ->
                states(environment, each)
                    .map(states ->
                        states == null || states.isEmpty() ? List.of() : failureGroups(each)))
        .fetch("cache", (each, environment) -> Loaders.CACHE_PART.load(environment, each))
        .fetch("slice", (each, environment) -> Loaders.SLICE.load(environment, each.id()))
        .fetch("logs", this::logs)
        .fetch("lastLog", (each, _) -> lastLog(each.id()));
  }

  private Optional<LogRow> lastLog(TaskRunId id) {
    return reads
        .store()
        .lastLog(id.run(), id.node(), id.index())
        .map(line -> new LogRow(id.run(), line));
  }

  private static Later<@Nullable StoredTaskRun> record(
      DataFetchingEnvironment environment, TaskRunRow row) {
    return Loaders.TASK_RUN_RECORD.load(environment, row.id());
  }

  private static Later<@Nullable Map<StateType, Integer>> states(
      DataFetchingEnvironment environment, TaskRunRow row) {
    return Loaders.CHILD_STATES.load(environment, row.id());
  }

  private Object inputs(TaskRunRow row, DataFetchingEnvironment environment) {
    return Loaders.RUN_RECORD
        .<StoredRun>load(environment, row.id().run())
        .mapOrNull(run -> run == null ? null : inputs.of(run, path(row)).orElse(null));
  }

  private @Nullable Object value(TaskRunRow row, DataFetchingEnvironment environment) {
    if (!row.state().isSuccessful()) {
      return null;
    }
    StoredRows rows = new StoredRows(reads.store(), row.id().run());
    return record(environment, row)
        .mapOrNull(found -> found == null ? null : rows.value(found).orElse(null));
  }

  private List<FailureTypes.Group> failureGroups(TaskRunRow row) {
    TaskRunFilter filter =
        TaskRunFilter.all()
            .withNode(path(row).toString())
            .withUnsuccessfulFirst()
            .withLimit(FailureTypes.MOST);
    List<StoredTaskRun> failed =
        reads.store().taskRuns(row.id().run(), filter).stream()
            .filter(each -> each.index() >= 0 && each.state().isUnsuccessful())
            .toList();
    return FailureTypes.groups(row.id().run(), failed);
  }

  private Object logs(TaskRunRow row, DataFetchingEnvironment environment) {
    Condition own =
        Condition.and(
            Condition.is(LogField.RUN, row.id().run().toString()),
            Condition.is(LogField.NODE, row.id().node()),
            Condition.is(LogField.INDEX, (long) row.id().index()));
    return Loaders.LOGS_OF_TASK_RUN.counted(
        environment, Entity.LOG, row.id(), own, reads.queries()::countLogs);
  }

  private static TypeCode<StateTally> tally(String name) {
    return TypeCode.of(name, StateTally.class)
        .field("total", StateTally::total)
        .field("byState", StateTally::byState);
  }

  private static TypeCode<StateTally.StateCount> stateCount() {
    return TypeCode.of("StateCount", StateTally.StateCount.class)
        .field("state", each -> each.state().label())
        .field("n", StateTally.StateCount::n);
  }

  private static TypeCode<TaskRunCaches.Part> cache() {
    return TypeCode.of("TaskRunCache", TaskRunCaches.Part.class)
        .field("reused", TaskRunCaches.Part::reused)
        .field("key", part -> part.place().map(CachedResults.Place::key))
        .field("runId", part -> part.origin().run())
        .field("taskRun", part -> part.origin().taskRun())
        .fetch(
            "run",
            (part, environment) -> Loaders.RUN.load(environment, RunId.parse(part.origin().run())))
        .field("made", part -> part.origin().made())
        .field("until", part -> part.place().flatMap(CachedResults.Place::until));
  }

  private static TypeCode<LogRow> logLine() {
    return TypeCode.of("LogLine", LogRow.class)
        .field("id", each -> each.line().id())
        .fetch("run", (each, environment) -> Loaders.RUN.load(environment, each.run()))
        .field("node", each -> each.line().node())
        .field("index", each -> each.line().index())
        .field("attempt", each -> each.line().attempt())
        .field("time", each -> each.line().time())
        .field("level", each -> each.line().level())
        .field("logger", each -> each.line().logger())
        .field("text", each -> each.line().text());
  }
}
