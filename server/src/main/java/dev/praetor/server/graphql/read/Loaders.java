package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.Later;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.CappedCount;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.row.TaskRunRow;
import dev.praetor.store.queue.Limits;
import graphql.schema.DataFetchingEnvironment;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.MappedBatchLoader;
import org.jspecify.annotations.Nullable;

/**
 * The reads of one request that are done for many objects at once. Each constant names such a read;
 * a field asks for its own key, and gets the answer when all fields of its level have asked.
 */
enum Loaders {
  /** {@link RunId} to a run. */
  RUN,
  /** {@link RunId} to a run with its history. */
  RUN_RECORD,
  /** {@link TaskRunId} to a task run. */
  TASK_RUN,
  /** {@link TaskRunId} to a task run with its value, failure and history. */
  TASK_RUN_RECORD,
  /** {@link TaskRunId} to the task runs of its slice. */
  SLICE,
  /** The row of a task run to the part that the cache had in it. */
  CACHE_PART,
  /** {@link RunId} to the number of task runs by state. */
  RUN_STATES,
  /** {@link TaskRunId} of a mapped node to the number of children by state. */
  CHILD_STATES,
  /** The hash of a version to the version. */
  VERSION,
  /** The hash of a version to its description. */
  SPEC,
  /** The name of a flow to its registration. */
  REGISTERED,
  /** The hash of a version to the registered versions with its graph. */
  WITH_GRAPH,
  /** The name of a flow to the largest number of its runs at the same time. */
  FLOW_LIMIT,
  /** {@link HoldersOf} a limit to what counts towards it. */
  LIMIT_HOLDERS,
  /** The name of a flow to its schedule. */
  SCHEDULE,
  /** {@link RunId} to the schedule that made the run. */
  SCHEDULE_OF_RUN,
  RUNS_OF_FLOW,
  RUNS_OF_VERSION,
  RESTARTS,
  VERSIONS_OF_FLOW,
  TASK_RUNS_OF_RUN,
  LOGS_OF_RUN,
  LOGS_OF_TASK_RUN,
  EVENTS_OF_RUN,
  /** The id of a worker to the worker. */
  WORKER,
  /** The id of a process to the worker that started it. */
  WORKER_OF_PROCESS,
  /** The id of a worker to the number of runs of each of its processes. */
  RUNS_OF_RUNNERS,
  RUNS_OF_WORKER,
  /** The SHA-256 of a package to the names of its flows. */
  FLOWS_OF_PACKAGE;

  /** The first of what counts towards a limit. */
  record HoldersOf(RunLimit.Key limit, int first) {}

  private static Map<HoldersOf, List<RunLimit.Holder>> holders(
      Limits limits, Collection<HoldersOf> keys) {
    Map<HoldersOf, List<RunLimit.Holder>> found = new HashMap<>();
    keys.stream()
        .collect(
            Collectors.groupingBy(
                HoldersOf::first, Collectors.mapping(HoldersOf::limit, Collectors.toSet())))
        .forEach((first, some) ->
            limits
                .holders(some, first)
                .forEach((limit, all) -> found.put(new HoldersOf(limit, first), all)));
    return found;
  }

  /** A page of things that belong to something. */
  private record PageKey(Object of, PageRequest request) {}

  /** Returns the loaders of a new request. */
  static DataLoaderRegistry of(Reads reads) {
    StoreQueries queries = reads.queries();
    RegisteredFlows registered = reads.store().registeredFlows();
    DataLoaderRegistry all = new DataLoaderRegistry();
    RUN.<RunId>add(all, queries::runsById);
    RUN_RECORD.<RunId>add(all, queries::recordsOfRuns);
    TASK_RUN.<TaskRunId>add(all, queries::taskRunsById);
    TASK_RUN_RECORD.<TaskRunId>add(all, queries::recordsOfTaskRuns);
    SLICE.<TaskRunId>add(all, new TaskRunSlices(queries)::of);
    CACHE_PART.<TaskRunRow>add(all, new TaskRunCaches(reads.store().cachedResults())::of);
    RUN_STATES.<RunId>add(all, queries::taskRunStates);
    CHILD_STATES.<TaskRunId>add(all, queries::childStates);
    VERSION.<String>add(all, queries::flowVersionsById);
    SPEC.<String>add(all, queries::specs);
    REGISTERED.<String>add(all, registered::findAll);
    WITH_GRAPH.<String>add(all, registered::withGraphs);
    FLOW_LIMIT.<String>add(all, reads.store().limits()::ofFlows);
    LIMIT_HOLDERS.<HoldersOf>add(all, keys -> holders(reads.store().limits(), keys));
    SCHEDULE.<String>add(all, queries::schedulesOfFlows);
    SCHEDULE_OF_RUN.<RunId>add(all, queries::schedulesOfRuns);
    RUNS_OF_FLOW.<String>addPages(all, queries::runsOfFlows);
    RUNS_OF_VERSION.<String>addPages(all, queries::runsOfVersions);
    RESTARTS.<RunId>addPages(all, queries::restartsOf);
    VERSIONS_OF_FLOW.<String>addPages(all, queries::versionsOfFlows);
    TASK_RUNS_OF_RUN.<RunId>addPages(all, queries::taskRunsOf);
    LOGS_OF_RUN.<RunId>addPages(all, queries::logsOf);
    LOGS_OF_TASK_RUN.<TaskRunId>addPages(all, queries::logsOfTaskRuns);
    EVENTS_OF_RUN.<RunId>addPages(all, queries::eventsOfRuns);
    WORKER.<String>add(all, queries::workersById);
    WORKER_OF_PROCESS.<String>add(all, queries::workersOfProcesses);
    RUNS_OF_RUNNERS.<String>add(all, queries::runsOfRunners);
    RUNS_OF_WORKER.<String>addPages(all, queries::runsOfWorkers);
    FLOWS_OF_PACKAGE.<String>add(all, registered::ofPackages);
    return all;
  }

  private <K> void add(DataLoaderRegistry all, Function<Collection<K>, Map<K, ?>> read) {
    MappedBatchLoader<K, Object> batch =
        keys -> CompletableFuture.completedFuture(new HashMap<>(read.apply(keys)));
    all.register(name(), DataLoaderFactory.newMappedDataLoader(batch));
  }

  @SuppressWarnings("unchecked") // Each loader is asked for keys of its own type only.
  private <K> void addPages(
      DataLoaderRegistry all, BiFunction<Collection<K>, PageRequest, ? extends Map<K, ?>> read) {
    MappedBatchLoader<PageKey, Object> batch =
        keys -> {
          Map<PageRequest, Set<K>> byRequest = new LinkedHashMap<>();
          keys.forEach(key ->
              byRequest
                  .computeIfAbsent(key.request(), _ -> new LinkedHashSet<>())
                  .add((K) key.of()));
          Map<PageKey, Object> pages = new HashMap<>();
          byRequest.forEach((request, of) ->
              read.apply(of, request)
                  .forEach((key, page) ->
                      pages.put(new PageKey(Objects.requireNonNull(key), request), page)));
          return CompletableFuture.completedFuture(pages);
        };
    all.register(name(), DataLoaderFactory.newMappedDataLoader(batch));
  }

  /** Returns the answer for a key; null if there is none. */
  @SuppressWarnings("unchecked") // The caller names the type that the constant's page states.
  <V> Later<@Nullable V> load(DataFetchingEnvironment environment, Object key) {
    DataLoader<Object, Object> loader =
        Objects.requireNonNull(environment.getDataLoader(name()), name());
    return new Later<>((CompletableFuture<@Nullable V>) loader.load(key));
  }

  /** Returns a page of things that belong to something; empty if there are none. */
  <V> Later<Page<V>> page(DataFetchingEnvironment environment, Object of, PageRequest request) {
    return this.<Page<V>>load(environment, new PageKey(of, request))
        .map(page -> page == null ? Page.empty() : page);
  }

  /**
   * Returns the page that a field asks for, of things that belong to something, with their count.
   *
   * @param own the condition that they belong to it
   */
  Later<Pages.Counted> counted(
      DataFetchingEnvironment environment,
      Entity entity,
      Object of,
      Condition own,
      Function<Condition, CappedCount> counting) {
    PageRequest request = Pages.request(entity, environment, Condition.ALWAYS);
    return page(environment, of, request)
        .map(page -> new Pages.Counted(page, Condition.and(own, request.where()), counting));
  }
}
