package dev.praetor.server.graphql.read;

import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.schema.Later;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.query.Belonging;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.row.FlowRow;
import dev.praetor.store.worker.StoredPool;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The code for workers and their pools. */
final class WorkerTypes {
  private final Reads reads;

  WorkerTypes(Reads reads) {
    this.reads = reads;
  }

  /** A process of a worker, with the number of runs of each process of that worker. */
  private record RunnerOf(WorkerRunner runner, Map<Long, Integer> runs) {}

  List<TypeCode<?>> all() {
    return List.of(worker(), runner(), pool(), pause());
  }

  private TypeCode<StoredWorker> worker() {
    return TypeCode.of("Worker", StoredWorker.class)
        .field("id", StoredWorker::id)
        .field("name", StoredWorker::name)
        .field("state", worker -> worker.state().name())
        .field("pools", worker -> worker.offer().pools())
        .field("labels", worker -> worker.offer().labels())
        .field("slots", worker -> worker.offer().slots())
        .fetch(
            "running",
            (worker, environment) ->
                runs(worker, environment)
                    .map(runs -> runs.values().stream().mapToInt(Integer::intValue).sum()))
        .field("version", worker -> worker.place().version())
        .field("host", worker -> worker.place().host())
        .field("pid", worker -> worker.place().pid())
        .field("started", worker -> worker.times().started())
        .field("heartbeat", worker -> worker.times().heartbeat())
        .field("ended", worker -> worker.times().ended())
        .fetch(
            "runners",
            (worker, environment) ->
                runs(worker, environment)
                    .map(runs ->
                        shown(worker.report().runners()).stream()
                            .map(runner -> new RunnerOf(runner, runs))
                            .toList()))
        .field("log", worker -> shown(worker.report().log()))
        .fetch("runs", this::runsOf);
  }

  /** Returns what a worker reports about all projects, for a caller who sees them. */
  private static <T> List<T> shown(List<T> all) {
    return Caller.current().seesAll() ? all : List.of();
  }

  private static Later<Map<Long, Integer>> runs(
      StoredWorker worker, DataFetchingEnvironment environment) {
    return Loaders.RUNS_OF_RUNNERS
        .<Map<Long, Integer>>load(environment, worker.id())
        .map(runs -> runs == null ? Map.of() : runs);
  }

  private Object runsOf(StoredWorker worker, DataFetchingEnvironment environment) {
    return Loaders.RUNS_OF_WORKER.counted(
        environment,
        Entity.RUN,
        worker.id(),
        Belonging.isOfWorker(worker.id()),
        reads.queries()::countRuns);
  }

  private static TypeCode<RunnerOf> runner() {
    return TypeCode.of("Runner", RunnerOf.class)
        .field("package", each -> each.runner().code())
        .fetch("flows", (each, environment) -> flows(each, environment))
        .field("pid", each -> each.runner().pid())
        .field("started", each -> each.runner().started())
        .field("running", each -> each.runs().getOrDefault(each.runner().pid(), 0));
  }

  private static Object flows(RunnerOf each, DataFetchingEnvironment environment) {
    Later<@Nullable List<String>> names =
        Loaders.FLOWS_OF_PACKAGE.load(environment, each.runner().code());
    return names.map(
        found -> found == null ? List.of() : found.stream().map(FlowRow::new).toList());
  }

  private static TypeCode<StoredPool> pool() {
    return TypeCode.of("Pool", StoredPool.class)
        .field("name", StoredPool::name)
        .field("pause", StoredPool::pause)
        .field("limit", StoredPool::limit)
        .field("running", pool -> pool.queue().running())
        .field("waiting", pool -> pool.queue().waiting())
        .field("oldest", pool -> pool.queue().oldest())
        .field("workers", StoredPool::workers);
  }

  private static TypeCode<StoredPool.Pause> pause() {
    return TypeCode.of("PoolPause", StoredPool.Pause.class)
        .field("by", StoredPool.Pause::by)
        .field("why", StoredPool.Pause::why)
        .field("since", StoredPool.Pause::since);
  }
}
