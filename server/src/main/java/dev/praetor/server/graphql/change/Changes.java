package dev.praetor.server.graphql.change;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.embedded.registered.RegisteredRestarts;
import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.read.Reads;
import dev.praetor.server.graphql.read.RestartTypes;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.StoreQueries;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The code for the changes of the schema. */
public final class Changes {
  private final Reads reads;
  private final RunStore store;
  private final StoreQueries queries;
  private final RunChanges runs;
  private final FlowChanges flows;
  private final RegisteredRestarts restarts;
  private final WorkerChanges workers;

  public Changes(Reads reads) {
    this.reads = reads;
    this.store = reads.store();
    this.queries = reads.queries();
    this.runs = new RunChanges(store);
    this.flows = new FlowChanges(store, new RegisteredDoor(store, reads.clock()));
    this.restarts = new RegisteredRestarts(store, reads.clock());
    this.workers = new WorkerChanges(store);
  }

  /** Returns the code. */
  public List<TypeCode<?>> all() {
    TypeCode<Object> mutation = TypeCode.root("Mutation");
    addRuns(mutation);
    mutation
        .fetch("createRun", (_, given) -> created(given))
        .fetch(
            "restartRun",
            (_, given) ->
                changed(restarts.restart(RestartTypes.request(reads, given, Caller.currentName()))))
        .fetch("archiveFlow", (_, given) -> flows.archive(given))
        .fetch("setFlowDefaults", (_, given) -> flows.setDefaults(given));
    new ScheduleChanges(store, reads.clock()).addTo(mutation, this::changed);
    mutation
        .fetch("drainWorker", (_, given) -> workers.drain(given))
        .fetch("deleteWorker", (_, given) -> workers.delete(given))
        .fetch("setPool", (_, given) -> workers.setPool(given));
    new LimitChanges(store).addTo(mutation);
    new KeyChanges(store.apiKeys(), store.users(), store.projects()).addTo(mutation);
    new ProjectChanges(store.projects()).addTo(mutation);
    new UserChanges(reads).addTo(mutation);
    new SecretChanges(reads.secrets(), store.secretQueries(Caller::currentScope), store.projects())
        .addTo(mutation);
    new VariableChanges(store.variables(), store.projects()).addTo(mutation);
    ManyRunChanges many = new ManyRunChanges(reads, runs, restarts);
    many.addTo(mutation);
    List<TypeCode<?>> all = new ArrayList<>(ManyRunChanges.types());
    all.add(mutation);
    return all;
  }

  private void addRuns(TypeCode<Object> mutation) {
    mutation
        .fetch(
            "cancelRun", (_, given) -> changed(runs.cancel(text(given, "id"), text(given, "why"))))
        .fetch("pauseRun", (_, given) -> changed(runs.pause(text(given, "id"), text(given, "why"))))
        .fetch(
            "resumeRun", (_, given) -> changed(runs.resume(text(given, "id"), text(given, "why"))))
        .fetch("approve", (_, given) -> approve(given))
        .fetch(
            "setRunState",
            (_, given) ->
                changed(
                    runs.setState(
                        text(given, "run"),
                        StateType.ofLabel(text(given, "state")),
                        text(given, "why"))))
        .fetch("pinRun", (_, given) -> changed(runs.pin(text(given, "id"))))
        .fetch("unpinRun", (_, given) -> changed(runs.unpin(text(given, "id"))))
        .fetch("deleteRun", (_, given) -> runs.delete(text(given, "id")).toString());
    TaskRunChanges tasks = new TaskRunChanges(runs);
    mutation
        .fetch("setTaskRunState", (_, given) -> now(tasks.setState(given)))
        .fetch("deleteResults", (_, given) -> tasks.deleteResults(given));
  }

  private @Nullable Object now(TaskRunId id) {
    return queries.taskRunsById(List.of(id)).get(id);
  }

  private Object created(DataFetchingEnvironment given) {
    return flows.createRun(given).answer(given, this::changed);
  }

  private Object changed(RunId run) {
    Object now = queries.runsById(List.of(run)).get(run);
    if (now == null) {
      throw StoreFailed.noRun(run);
    }
    return now;
  }

  private Object approve(DataFetchingEnvironment given) {
    StoredRun run = runs.found(text(given, "run"));
    TaskPath path =
        runs.approve(run, text(given, "task"), is(given, "refuse"), text(given, "note"));
    return Objects.requireNonNull(
        now(new TaskRunId(run.id(), path.owner().toString(), path.index())));
  }

  /** Returns a text that the caller gave, or that is the default; null counts as the empty text. */
  private static String text(DataFetchingEnvironment given, String name) {
    String text = given.getArgument(name);
    return text == null ? "" : text;
  }

  private static boolean is(DataFetchingEnvironment given, String name) {
    return Boolean.TRUE.equals(given.getArgument(name));
  }
}
