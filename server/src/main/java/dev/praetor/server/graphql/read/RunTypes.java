package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.document.DisplayedValue;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.graphql.schema.Later;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.history.RecordedInputs;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.history.StoredRows;
import dev.praetor.store.json.WaitReasonJson;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.row.FlowRow;
import dev.praetor.store.query.row.FlowVersionRow;
import dev.praetor.store.query.row.RunRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The code for runs. */
final class RunTypes {
  private final Reads reads;

  RunTypes(Reads reads) {
    this.reads = reads;
  }

  List<TypeCode<?>> all() {
    List<TypeCode<?>> all = new ArrayList<>(RunRecordTypes.all());
    all.addAll(List.of(run(), reason(), records().owner()));
    return all;
  }

  private RunRecordTypes records() {
    return new RunRecordTypes(reads.store(), reads.silent());
  }

  private TypeCode<RunRow> run() {
    TypeCode<RunRow> run =
        TypeCode.of("Run", RunRow.class)
            .fetchOfAny("id", (each, _) -> NewRun.id(each))
            .field("name", each -> each.definition().name())
            .field("flow", each -> new FlowRow(each.flow()))
            .field("project", each -> FlowKey.of(each.flow()).project())
            .field("state", each -> each.state().label())
            .field("message", each -> each.status().message())
            .field("parameters", each -> DisplayedValue.recorded(each.definition().parameters()))
            .field("parameterNotes", each -> each.definition().parameterNotes())
            .field("labels", each -> each.entry().labels())
            .field("priority", each -> each.entry().priority())
            .field("attempt", each -> each.ownership().epoch())
            .field("crashes", each -> each.ownership().crashes())
            .field("idempotencyKey", each -> each.entry().key())
            .fetchOfAny("isNew", NewRun::isNew)
            .field("pool", each -> each.entry().placement().pool())
            .field("pinned", RunRow::isPinned)
            .field("needs", each -> each.entry().placement().needs())
            .fetch(
                "worker",
                (each, environment) ->
                    each.ownership()
                        .process()
                        .map(owner -> Loaders.WORKER_OF_PROCESS.load(environment, owner)));
    addTimes(run);
    addOrigin(run);
    addRecorded(run);
    records().addTo(run);
    return addLists(run);
  }

  private static void addTimes(TypeCode<RunRow> run) {
    run.field("created", each -> each.times().created())
        .field("scheduled", each -> each.times().scheduled())
        .field("started", each -> each.times().started())
        .field("ended", each -> each.times().ended())
        .field("duration", RunRow::duration)
        .field("lateness", RunRow::lateness);
  }

  private static void addOrigin(TypeCode<RunRow> run) {
    run.field("origin", RunTypes::origin)
        .field("createdBy", each -> each.lineage().origin().user())
        .fetch(
            "version",
            (each, environment) ->
                each.definition().version().map(hash -> version(each, hash, environment)))
        .fetch(
            "parent",
            (each, environment) ->
                each.lineage().parent().map(parent -> Loaders.RUN.load(environment, parent.run())))
        .field("parentTask", each -> each.lineage().parent().map(parent -> parent.task()))
        .fetch(
            "restartOf",
            (each, environment) ->
                each.lineage().restartOf().map(earlier -> Loaders.RUN.load(environment, earlier)))
        .fetch(
            "schedule",
            (each, environment) ->
                each.lineage().bySchedule()
                    ? Loaders.SCHEDULE_OF_RUN.load(environment, each.id())
                    : null);
  }

  private static Later<@Nullable FlowVersionRow> version(
      RunRow run, String hash, DataFetchingEnvironment environment) {
    return Loaders.VERSION
        .<FlowVersionRow>load(environment, hash)
        .mapOrNull(
            version -> version == null ? null : version.ofRun(run.flow(), run.lineage().code()));
  }

  private static String origin(RunRow run) {
    if (run.lineage().parent().isPresent()) {
      return "RUN";
    }
    if (run.lineage().restartOf().isPresent()) {
      return "RESTART";
    }
    return run.lineage().bySchedule() ? "SCHEDULE" : "PERSON";
  }

  private void addRecorded(TypeCode<RunRow> run) {
    run.fetch("value", this::value)
        .fetch("waiting", this::waiting)
        .fetch(
            "graph",
            (each, environment) ->
                each.definition().version().map(hash -> FlowTypes.graph(environment, hash)))
        .fetch(
            "progress",
            (each, environment) ->
                Loaders.RUN_STATES
                    .<Map<StateType, Integer>>load(environment, each.id())
                    .map(states -> StateTally.of(states == null ? Map.of() : states)))
        .fetch("failure", (each, _) -> failure(each))
        .fetch(
            "history",
            (each, environment) ->
                record(environment, each.id())
                    .map(recorded -> recorded == null ? List.of() : recorded.history()));
  }

  private List<WaitReason> waiting(RunRow run, DataFetchingEnvironment environment) {
    SeenReasons seen = new SeenReasons(reads.queries());
    String task = environment.getArgument("task");
    if (task != null) {
      return seen.of(reads.store().waiting().reasons(run.id(), TaskPath.parse(task)));
    }
    return run.state().isFinished()
        ? List.of()
        : seen.of(reads.store().waiting().reasons(run.id()));
  }

  private static Later<@Nullable StoredRun> record(DataFetchingEnvironment environment, RunId id) {
    return Loaders.RUN_RECORD.load(environment, id);
  }

  private @Nullable Object value(RunRow run, DataFetchingEnvironment environment) {
    if (!run.state().isSuccessful() || run.state() == StateType.SKIPPED) {
      return null;
    }
    return record(environment, run.id())
        .mapOrNull(recorded -> recorded == null ? null : value(recorded));
  }

  private @Nullable JsonNode value(StoredRun run) {
    RunShape shape = RunShape.of(reads.store(), run);
    return new RecordedInputs(reads.store(), run, shape, Integer.MAX_VALUE).result().orElse(null);
  }

  private FailureTypes.@Nullable Summary failure(RunRow run) {
    return run.state().isUnsuccessful()
        ? new FailureTypes.Summary(
            run.status().message(),
            FailureTypes.groups(
                run.id(),
                StoredRows.causes(
                    new StoredRows(reads.store(), run.id()).unsuccessful(FailureTypes.MOST))))
        : null;
  }

  private TypeCode<RunRow> addLists(TypeCode<RunRow> run) {
    return run.fetch("restarts", this::restarts)
        .fetch("taskRuns", this::taskRuns)
        .fetch("logs", this::logs)
        .fetch("events", new EventTypes(reads.queries())::of);
  }

  private Object restarts(RunRow run, DataFetchingEnvironment environment) {
    Condition own = Condition.is(RunField.RESTART_OF, run.id().toString());
    return Loaders.RESTARTS.counted(
        environment, Entity.RUN, run.id(), own, reads.queries()::countRuns);
  }

  private Object taskRuns(RunRow run, DataFetchingEnvironment environment) {
    Condition own = Condition.is(TaskRunField.RUN, run.id().toString());
    return Loaders.TASK_RUNS_OF_RUN.counted(
        environment, Entity.TASK_RUN, run.id(), own, reads.queries()::countTaskRuns);
  }

  private Object logs(RunRow run, DataFetchingEnvironment environment) {
    Condition own = Condition.is(LogField.RUN, run.id().toString());
    return Loaders.LOGS_OF_RUN.counted(
        environment, Entity.LOG, run.id(), own, reads.queries()::countLogs);
  }

  private static TypeCode<WaitReason> reason() {
    return TypeCode.of("Reason", WaitReason.class)
        .field("kind", reason -> json(reason).path("reason").asString())
        .field("text", WaitReason::text)
        .field("details", reason -> json(reason).without(List.of("reason", "text")));
  }

  private static ObjectNode json(WaitReason reason) {
    return (ObjectNode) WaitReasonJson.of(List.of(reason)).get(0);
  }
}
