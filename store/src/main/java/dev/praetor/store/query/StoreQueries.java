package dev.praetor.store.query;

import static dev.praetor.store.query.condition.Condition.and;
import static dev.praetor.store.query.condition.Condition.is;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.aggregate.Aggregates;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.WorkerField;
import dev.praetor.store.query.row.EventRow;
import dev.praetor.store.query.row.EventRows;
import dev.praetor.store.query.row.FlowRow;
import dev.praetor.store.query.row.FlowRows;
import dev.praetor.store.query.row.FlowVersionRow;
import dev.praetor.store.query.row.LogRow;
import dev.praetor.store.query.row.LogRows;
import dev.praetor.store.query.row.RunRow;
import dev.praetor.store.query.row.RunRows;
import dev.praetor.store.query.row.TaskRunRow;
import dev.praetor.store.query.row.TaskRunRows;
import dev.praetor.store.query.row.WorkerRows;
import dev.praetor.store.query.scan.ColumnUse;
import dev.praetor.store.query.sql.Tables;
import dev.praetor.store.query.sql.VisibleProjects;
import dev.praetor.store.schedule.Schedules;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Answers queries that are put together at run time. Each method that takes a condition, an order
 * or a cursor throws {@link InvalidQuery} if it makes no sense. Methods for several owners answer
 * in few statements, however many owners there are. Thread-safe.
 */
public final class StoreQueries {
  private static final List<Order> BY_NODE =
      List.of(Order.ascending(TaskRunField.NODE), Order.ascending(TaskRunField.INDEX));
  private static final List<Order> BY_INDEX = List.of(Order.ascending(TaskRunField.INDEX));
  private static final List<Order> BY_LINE = List.of(Order.ascending(LogField.ID));
  private static final List<Order> NEWEST_RUN = List.of(Order.descending(RunField.CREATED));

  private static final List<Order> OLDEST_EVENT = List.of(Order.ascending(EventField.TIME));

  private final Listing<RunRow> runs;
  private final Listing<TaskRunRow> taskRuns;
  private final TaskRunPages taskRunPages;
  private final Listing<FlowRow> flows;
  private final Listing<FlowVersionRow> flowVersions;
  private final Listing<String> schedules;
  private final Listing<LogRow> logs;
  private final Listing<StoredWorker> workers;
  private final Listing<EventRow> events;
  private final Listing<ApiKey> keys;
  private final Aggregates aggregates;
  private final RunnersOfWorkers runners;
  private final Specs specs;
  private final RunReader runRecords;
  private final TaskReader taskRunRecords;
  private final Schedules allSchedules;

  public StoreQueries(
      QueryRunner query,
      Supplier<VisibleProjects> seen,
      RunReader runRecords,
      TaskReader taskRunRecords,
      Schedules schedules) {
    this.runs = new Listing<>(query, seen, Entity.RUN, RunRows.COLUMNS, RunRows::read);
    this.taskRuns =
        new Listing<>(query, seen, Entity.TASK_RUN, TaskRunRows.COLUMNS, TaskRunRows::read);
    this.taskRunPages = new TaskRunPages(taskRuns);
    this.flows = new Listing<>(query, seen, Entity.FLOW, FlowRows.COLUMNS, FlowRows::read);
    this.flowVersions =
        new Listing<>(
            query, seen, Entity.FLOW_VERSION, FlowRows.VERSION_COLUMNS, FlowRows::readVersion);
    this.schedules =
        new Listing<>(query, seen, Entity.SCHEDULE, "t0.flow", row -> row.getString("flow"));
    this.logs = new Listing<>(query, seen, Entity.LOG, "t0.*", LogRows::read);
    this.workers = new Listing<>(query, seen, Entity.WORKER, "t0.*", WorkerRows::read);
    this.events = new Listing<>(query, seen, Entity.EVENT, "t0.*", EventRows::read);
    this.keys = new Listing<>(query, seen, Entity.KEY, "t0.*", ApiKeys::read);
    this.aggregates = new Aggregates(query, seen);
    this.runners = new RunnersOfWorkers(query, seen);
    this.specs = new Specs(query);
    this.runRecords = runRecords;
    this.taskRunRecords = taskRunRecords;
    this.allSchedules = schedules;
  }

  /** Returns a page of runs; by default the newest first. */
  public Page<RunRow> runs(PageRequest request) {
    return runs.page(request);
  }

  /** Returns the number of runs that meet a condition. */
  public CappedCount countRuns(Condition where) {
    return runs.count(where);
  }

  /** Returns the runs of these ids; ids that are not in the store are left out. */
  public Map<RunId, RunRow> runsById(Collection<RunId> ids) {
    return runs.byKey(ids, some -> Belonging.in(RunField.ID, some), RunRow::id);
  }

  /** Returns runs with their histories and the lives of their owners. */
  public Map<RunId, StoredRun> recordsOfRuns(Collection<RunId> ids) {
    return runRecords.findAll(ids);
  }

  /** Returns a page of the runs of each of these flows; by default the newest first. */
  public Map<String, Page<RunRow>> runsOfFlows(Collection<String> flows, PageRequest request) {
    return runs.pages(flows, flow -> is(RunField.FLOW, flow), request, NEWEST_RUN);
  }

  /** Returns the number of runs of each of these flows that meet a condition. */
  public Map<String, CappedCount> countRunsOfFlows(Collection<String> flows, Condition where) {
    return runs.counts(flows, flow -> is(RunField.FLOW, flow), where);
  }

  /** Returns the answers about groups of runs and of task runs. */
  public Aggregates aggregates() {
    return aggregates;
  }

  /** Returns a page of the runs of each of these versions; by default the newest first. */
  public Map<String, Page<RunRow>> runsOfVersions(
      Collection<String> versions, PageRequest request) {
    return runs.pages(versions, version -> is(RunField.VERSION, version), request, NEWEST_RUN);
  }

  /** Returns a page of the runs that are a part of each of these; by default the newest first. */
  public Map<RunId, Page<RunRow>> runsWithin(Collection<RunId> parents, PageRequest request) {
    return runs.pages(
        parents, parent -> is(RunField.PARENT, parent.toString()), request, NEWEST_RUN);
  }

  /** Returns a page of the restarts of each of these runs; by default the newest first. */
  public Map<RunId, Page<RunRow>> restartsOf(Collection<RunId> earlier, PageRequest request) {
    return runs.pages(earlier, run -> is(RunField.RESTART_OF, run.toString()), request, NEWEST_RUN);
  }

  /**
   * Returns a page of task runs. By default those of the newest run first, and in each run in the
   * opposite order of nodes and indexes.
   */
  public Page<TaskRunRow> taskRuns(PageRequest request) {
    return taskRuns(request, ColumnUse.DEFAULT);
  }

  /** Returns a page of task runs, for which columns are used by a rule. */
  public Page<TaskRunRow> taskRuns(PageRequest request, ColumnUse use) {
    return taskRunPages.page(request, use);
  }

  /** Returns the number of task runs that meet a condition. */
  public CappedCount countTaskRuns(Condition where) {
    return taskRuns.count(where);
  }

  /** Returns the task runs of these ids; ids that are not in the store are left out. */
  public Map<TaskRunId, TaskRunRow> taskRunsById(Collection<TaskRunId> ids) {
    return taskRunPages.byId(ids);
  }

  /**
   * Returns task runs with their histories and failures, and with their values unless these are
   * large.
   */
  public Map<TaskRunId, StoredTaskRun> recordsOfTaskRuns(Collection<TaskRunId> ids) {
    return taskRunRecords.findAll(ids);
  }

  /** Returns a page of the task runs of each of these runs; by default by node and index. */
  public Map<RunId, Page<TaskRunRow>> taskRunsOf(Collection<RunId> runs, PageRequest request) {
    return taskRuns.pages(runs, run -> is(TaskRunField.RUN, run.toString()), request, BY_NODE);
  }

  /** Returns the number of task runs of each of these runs that meet a condition. */
  public Map<RunId, CappedCount> countTaskRunsOf(Collection<RunId> runs, Condition where) {
    return taskRuns.counts(runs, run -> is(TaskRunField.RUN, run.toString()), where);
  }

  /**
   * Returns the number of task runs of each of these runs in each state; task runs that have not
   * begun are not counted. Reads all task runs of these runs.
   */
  public Map<RunId, Map<StateType, Integer>> taskRunStates(Collection<RunId> runs) {
    return taskRunRecords.states(runs);
  }

  /** Returns a page of the children of each of these mapped nodes; by default by index. */
  public Map<TaskRunId, Page<TaskRunRow>> childrenOf(
      Collection<TaskRunId> mapped, PageRequest request) {
    return taskRuns.pages(
        mapped,
        node ->
            and(
                is(TaskRunField.RUN, node.run().toString()),
                is(TaskRunField.NODE, node.node()),
                new Compare(TaskRunField.INDEX, Operator.GTE, 0L)),
        request,
        BY_INDEX);
  }

  /**
   * Returns the number of children of each of these mapped nodes in each state. Children that have
   * not begun are counted once their node knows them.
   */
  public Map<TaskRunId, Map<StateType, Integer>> childStates(Collection<TaskRunId> mapped) {
    return taskRunRecords.counts(mapped);
  }

  /** Returns a page of flows; by default by name. */
  public Page<FlowRow> flows(PageRequest request) {
    return flows.page(request);
  }

  /** Returns the number of flows that meet a condition. */
  public CappedCount countFlows(Condition where) {
    return flows.count(where);
  }

  /** Returns a page of versions of flows; by default the newest first. */
  public Page<FlowVersionRow> flowVersions(PageRequest request) {
    return flowVersions.page(request);
  }

  /** Returns the number of versions of flows that meet a condition. */
  public CappedCount countFlowVersions(Condition where) {
    return flowVersions.count(where);
  }

  /** Returns the versions of these hashes; ids that are not in the store are left out. */
  public Map<String, FlowVersionRow> flowVersionsById(Collection<String> ids) {
    return flowVersions.byKey(
        ids, some -> Belonging.in(FlowVersionField.ID, some), FlowVersionRow::id);
  }

  /** Returns a page of the versions of each of these flows; by default the newest first. */
  public Map<String, Page<FlowVersionRow>> versionsOfFlows(
      Collection<String> flows, PageRequest request) {
    Map<String, Page<FlowVersionRow>> pages =
        flowVersions.pages(
            flows, Belonging::isVersionOf, request, Tables.defaultOrder(Entity.FLOW_VERSION));
    pages.replaceAll((flow, page) ->
        page.withNodes(page.nodes().stream().map(version -> version.of(flow)).toList()));
    return pages;
  }

  /** Returns the descriptions of versions of flows as JSON, without the flows' code. */
  public Map<String, String> specs(Collection<String> versions) {
    return specs.of(versions);
  }

  /** Returns a page of schedules; by default by the names of their flows. */
  public Page<FlowSchedule> schedules(PageRequest request) {
    Page<String> page = schedules.page(request);
    Map<String, FlowSchedule> found = allSchedules.ofIds(page.nodes());
    return page.withNodes(page.nodes().stream().map(found::get).filter(Objects::nonNull).toList());
  }

  /** Returns the number of schedules that meet a condition. */
  public CappedCount countSchedules(Condition where) {
    return schedules.count(where);
  }

  /** Returns the schedules in the code of these flows; flows without one are left out. */
  public Map<String, FlowSchedule> schedulesOfFlows(Collection<String> flows) {
    return allSchedules.ofIds(flows);
  }

  /** Returns the schedules that made these runs; runs without one are left out. */
  public Map<RunId, FlowSchedule> schedulesOfRuns(Collection<RunId> runs) {
    return allSchedules.ofRuns(runs);
  }

  /** Returns a page of workers; by default the last that started first. */
  public Page<StoredWorker> workers(PageRequest request) {
    return workers.page(request);
  }

  /** Returns the number of workers that meet a condition. */
  public CappedCount countWorkers(Condition where) {
    return workers.count(where);
  }

  /** Returns the workers of these ids; ids that are not in the store are left out. */
  public Map<String, StoredWorker> workersById(Collection<String> ids) {
    return workers.byKey(ids, some -> Belonging.in(WorkerField.ID, some), StoredWorker::id);
  }

  /** Returns the workers of processes; processes that belong to none are left out. */
  public Map<String, StoredWorker> workersOfProcesses(Collection<String> processes) {
    Map<String, String> ids = runners.workers(processes);
    Map<String, StoredWorker> found = workersById(ids.values());
    Map<String, StoredWorker> all = new HashMap<>();
    ids.forEach((process, worker) -> {
      StoredWorker row = found.get(worker);
      if (row != null) {
        all.put(process, row);
      }
    });
    return all;
  }

  /** Returns the number of runs in progress in each runner of workers, by its process number. */
  public Map<String, Map<Long, Integer>> runsOfRunners(Collection<String> workerIds) {
    return runners.runs(workerIds);
  }

  /** Returns a page of the runs of each of these workers; by default the newest first. */
  public Map<String, Page<RunRow>> runsOfWorkers(
      Collection<String> workerIds, PageRequest request) {
    return runs.pages(workerIds, Belonging::isOfWorker, request, NEWEST_RUN);
  }

  /** Returns a page of events; by default the newest first. */
  public Page<EventRow> events(PageRequest request) {
    return events.page(request);
  }

  /** Returns the number of events that meet a condition. */
  public CappedCount countEvents(Condition where) {
    return events.count(where);
  }

  /** Returns a page of keys; by default the newest first. */
  public Page<ApiKey> keys(PageRequest request) {
    return keys.page(request);
  }

  /** Returns the number of keys that meet a condition. */
  public CappedCount countKeys(Condition where) {
    return keys.count(where);
  }

  /** Returns a page of the events about each of these runs; by default the oldest first. */
  public Map<RunId, Page<EventRow>> eventsOfRuns(Collection<RunId> runs, PageRequest request) {
    return events.pages(runs, run -> is(EventField.RUN_ID, run.toString()), request, OLDEST_EVENT);
  }

  /** Returns a page of log lines; by default those of the newest run first, its last line first. */
  public Page<LogRow> logs(PageRequest request) {
    return logs.page(request);
  }

  /** Returns the number of log lines that meet a condition. */
  public CappedCount countLogs(Condition where) {
    return logs.count(where);
  }

  /** Returns a page of the log lines of each of these runs; by default the oldest first. */
  public Map<RunId, Page<LogRow>> logsOf(Collection<RunId> runs, PageRequest request) {
    return logs.pages(runs, run -> is(LogField.RUN, run.toString()), request, BY_LINE);
  }

  /** Returns a page of the log lines of each of these task runs; by default the oldest first. */
  public Map<TaskRunId, Page<LogRow>> logsOfTaskRuns(
      Collection<TaskRunId> taskRuns, PageRequest request) {
    return logs.pages(
        taskRuns,
        taskRun ->
            and(
                is(LogField.RUN, taskRun.run().toString()),
                is(LogField.NODE, taskRun.node()),
                is(LogField.INDEX, (long) taskRun.index())),
        request,
        BY_LINE);
  }
}
