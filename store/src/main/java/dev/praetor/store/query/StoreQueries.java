package dev.praetor.store.query;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoredLog;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Answers queries that are put together at run time. Each method that takes a condition, an order
 * or a cursor throws {@link InvalidQuery} if it makes no sense. Thread-safe.
 */
public final class StoreQueries {
  private final Listing<RunRow> runs;
  private final Listing<TaskRunRow> taskRuns;
  private final Listing<FlowRow> flows;
  private final Listing<FlowVersionRow> flowVersions;
  private final Listing<LogRow> logs;

  public StoreQueries(QueryRunner query) {
    this.runs = new Listing<>(query, Entity.RUN, RunRows.COLUMNS, RunRows::read);
    this.taskRuns = new Listing<>(query, Entity.TASK_RUN, TaskRunRows.COLUMNS, TaskRunRows::read);
    this.flows =
        new Listing<>(query, Entity.FLOW, "t0.name", row -> new FlowRow(row.getString("name")));
    this.flowVersions =
        new Listing<>(
            query,
            Entity.FLOW_VERSION,
            "t0.hash, t0.flow",
            row -> new FlowVersionRow(row.getString("hash"), row.getString("flow")));
    this.logs = new Listing<>(query, Entity.LOG, "t0.*", StoreQueries::log);
  }

  /** Returns a page of runs; by default the newest first. */
  public Page<RunRow> runs(PageRequest request) {
    return runs.page(request);
  }

  /** Returns the number of runs that meet a condition. */
  public CappedCount countRuns(Condition where) {
    return runs.count(where);
  }

  /**
   * Returns a page of task runs. By default those of the newest run first, and in each run in the
   * opposite order of nodes and indexes.
   */
  public Page<TaskRunRow> taskRuns(PageRequest request) {
    return taskRuns.page(request);
  }

  /** Returns the number of task runs that meet a condition. */
  public CappedCount countTaskRuns(Condition where) {
    return taskRuns.count(where);
  }

  /** Returns a page of flows; by default by name. */
  public Page<FlowRow> flows(PageRequest request) {
    return flows.page(request);
  }

  /** Returns the number of flows that meet a condition. */
  public CappedCount countFlows(Condition where) {
    return flows.count(where);
  }

  /** Returns a page of versions of flows; by default by the name of the flow. */
  public Page<FlowVersionRow> flowVersions(PageRequest request) {
    return flowVersions.page(request);
  }

  /** Returns the number of versions of flows that meet a condition. */
  public CappedCount countFlowVersions(Condition where) {
    return flowVersions.count(where);
  }

  /** Returns a page of log lines; by default those of the newest run first, its last line first. */
  public Page<LogRow> logs(PageRequest request) {
    return logs.page(request);
  }

  /** Returns the number of log lines that meet a condition. */
  public CappedCount countLogs(Condition where) {
    return logs.count(where);
  }

  private static LogRow log(ResultSet row) throws SQLException {
    return new LogRow(
        RunId.parse(row.getString("run")),
        new StoredLog(
            row.getLong("id"),
            row.getString("node"),
            row.getInt("idx"),
            row.getInt("attempt"),
            Micros.of(row.getLong("time")),
            row.getString("level"),
            row.getString("logger"),
            row.getString("text")));
  }
}
