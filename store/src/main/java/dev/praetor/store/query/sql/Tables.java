package dev.praetor.store.query.sql;

import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.query.condition.AuditField;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.KeyField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.ProjectField;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.ScheduleField;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.UserField;
import dev.praetor.store.query.condition.VariableField;
import dev.praetor.store.query.condition.WorkerField;
import java.util.List;

/** The tables of the entities, and the joins between them. */
public final class Tables {
  /**
   * The keys of all flows. Those of runs are found one after the other in an index, because a plain
   * DISTINCT would read all runs.
   */
  private static final String FLOWS =
      """
      (WITH RECURSIVE named (flow) AS (
         SELECT min(flow) FROM flow_run
         UNION ALL
         SELECT (SELECT min(r.flow) FROM flow_run r WHERE r.flow > named.flow) FROM named
         WHERE named.flow IS NOT NULL)
       SELECT flow AS flow_key FROM named WHERE flow IS NOT NULL
       UNION SELECT flow FROM version_of_flow
       UNION SELECT %s FROM registered_flow
       UNION SELECT coalesce(owner, flow) FROM schedule_place WHERE schedule IS NOT NULL)\
      """
          .formatted(FlowKeySql.key("project", "name"));

  /** The default project, which has no row, and the others. */
  private static final String PROJECTS =
      "(SELECT name, created, created_by FROM project UNION ALL"
          + " SELECT 'default', CAST(NULL AS BIGINT), CAST(NULL AS TEXT))";

  /** The condition that a run was made by a schedule. */
  private static final String MADE_BY =
      """
      %1$s.turn IS NOT NULL AND %2$s.flow =
        coalesce((SELECT max(s.flow) FROM scheduled_run s WHERE s.run = %1$s.id), %1$s.flow)\
      """;

  private Tables() {}

  /** Writes the table of an entity, as far as some projects see it. */
  static void write(Entity entity, VisibleProjects projects, SqlText sql) {
    if (entity == Entity.FLOW_VERSION) {
      SeenVersions.write(projects, sql);
    } else {
      sql.add(of(entity));
    }
  }

  private static String of(Entity entity) {
    return switch (entity) {
      case RUN -> "flow_run";
      case TASK_RUN -> "task_run";
      case FLOW -> FLOWS;
      case FLOW_VERSION -> "flow_version";
      case SCHEDULE -> "schedule_place";
      case LOG -> "log";
      case WORKER -> "worker";
      case EVENT -> "event";
      case KEY -> "api_key";
      case PROJECT -> PROJECTS;
      case USER -> "account";
      case AUDIT -> "audit";
      case SECRET -> "secret";
      case VARIABLE -> "variable";
    };
  }

  /** Returns the condition that a row of an entity's table is one of its entities. */
  public static String restriction(Scope scope) {
    return scope.entity() == Entity.SCHEDULE ? scope.row() + ".schedule IS NOT NULL" : "1 = 1";
  }

  /**
   * Writes the condition that an entity belongs to one of some projects. Whatever belongs to a run
   * belongs to the project of the run. Workers are found, because only their runs and events, which
   * are seen, lead to them.
   */
  static void visible(Scope scope, VisibleProjects projects, SqlText sql) {
    String row = scope.row();
    switch (scope.entity()) {
      case RUN -> projects.in(sql, FlowKeySql.project(row + ".flow"));
      case TASK_RUN, LOG -> {
        sql.add("EXISTS (SELECT 1 FROM flow_run seen WHERE seen.id = " + row + ".run AND ");
        projects.in(sql, FlowKeySql.project("seen.flow"));
        sql.add(")");
      }
      case FLOW -> projects.in(sql, FlowKeySql.project(row));
      case SCHEDULE ->
          projects.in(sql, FlowKeySql.project("coalesce(%1$s.owner, %1$s.flow)".formatted(row)));
      case EVENT, KEY, SECRET, VARIABLE -> projects.in(sql, row + ".project");
      case PROJECT -> projects.in(sql, row + ".name");
      // The table of versions has those only that the projects see.
      case WORKER, FLOW_VERSION -> sql.add("1 = 1");
      case USER, AUDIT -> sql.add("1 = 0");
    }
  }

  /** Returns the fields that identify an entity. */
  public static List<Field> key(Entity entity) {
    return switch (entity) {
      case RUN -> List.of(RunField.ID);
      case TASK_RUN -> List.of(TaskRunField.RUN, TaskRunField.NODE, TaskRunField.INDEX);
      case FLOW -> List.of(FlowField.NAME, FlowField.PROJECT);
      case FLOW_VERSION -> List.of(FlowVersionField.ID);
      case SCHEDULE -> List.of(ScheduleField.ID);
      case LOG -> List.of(LogField.RUN, LogField.ID);
      case WORKER -> List.of(WorkerField.ID);
      case EVENT -> List.of(EventField.ID);
      case KEY -> List.of(KeyField.ID);
      case PROJECT -> List.of(ProjectField.NAME);
      case USER -> List.of(UserField.ID);
      case AUDIT -> List.of(AuditField.SEQUENCE);
      case SECRET -> List.of(SecretField.PROJECT, SecretField.NAME);
      case VARIABLE -> List.of(VariableField.PROJECT, VariableField.NAME);
    };
  }

  /**
   * Returns the order of a list without one: the newest first where a list grows. The ids of runs
   * grow with time.
   */
  public static List<Order> defaultOrder(Entity entity) {
    return switch (entity) {
      case RUN -> List.of(Order.descending(RunField.CREATED));
      case TASK_RUN -> List.of(Order.descending(TaskRunField.RUN));
      case FLOW -> List.of(Order.ascending(FlowField.NAME));
      case FLOW_VERSION -> List.of(Order.descending(FlowVersionField.CREATED));
      case SCHEDULE -> List.of(Order.ascending(ScheduleField.ID));
      case LOG -> List.of(Order.descending(LogField.RUN));
      case WORKER -> List.of(Order.descending(WorkerField.STARTED));
      case EVENT -> List.of(Order.descending(EventField.TIME));
      case KEY -> List.of(Order.descending(KeyField.CREATED));
      case PROJECT -> List.of(Order.ascending(ProjectField.NAME));
      case USER -> List.of(Order.ascending(UserField.NAME));
      case AUDIT -> List.of(Order.descending(AuditField.TIME));
      case SECRET -> List.of(Order.ascending(SecretField.PROJECT));
      case VARIABLE -> List.of(Order.ascending(VariableField.PROJECT));
    };
  }

  /** Returns the condition that connects a row with a related row of another table. */
  public static String join(Relation relation, Scope from, Scope to) {
    String template =
        switch (relation) {
          case RUN_VERSION -> "%2$s.hash = %1$s.version";
          case RUN_TASK_RUNS, RUN_LOGS -> "%2$s.run = %1$s.id";
          case RUN_PARENT -> "%2$s.id = %1$s.parent";
          case RUN_CHILDREN -> "%2$s.parent = %1$s.id";
          case RUN_RESTART_OF -> "%2$s.id = %1$s.restart_of";
          case RUN_RESTARTS -> "%2$s.restart_of = %1$s.id";
          case RUN_SCHEDULE -> MADE_BY.formatted("%1$s", "%2$s");
          case TASK_RUN_RUN, LOG_RUN -> "%2$s.id = %1$s.run";
          case TASK_RUN_LOGS, LOG_TASK_RUN ->
              "%2$s.run = %1$s.run AND %2$s.node = %1$s.node AND %2$s.idx = %1$s.idx";
          case FLOW_RUNS -> "%2$s.flow = %1$s";
          case FLOW_VERSIONS ->
              "%2$s.hash IN (SELECT g.version FROM version_of_flow g WHERE g.flow = %1$s)";
          case FLOW_SCHEDULE -> "(%2$s.flow = %1$s AND %2$s.owner IS NULL OR %2$s.owner = %1$s)";
          case FLOW_VERSION_RUNS -> "%2$s.version = %1$s.hash";
          case RUN_WORKER ->
              "%2$s.id = (SELECT runner.worker FROM runner WHERE runner.process = %1$s.owner)";
          case WORKER_RUNS ->
              "%2$s.owner IN (SELECT runner.process FROM runner WHERE runner.worker = %1$s.id)";
          case SCHEDULE_RUNS ->
              "%2$s.flow = coalesce(%1$s.owner, %1$s.flow) AND "
                  + MADE_BY.formatted("%2$s", "%1$s");
          case EVENT_RUN -> "%2$s.id = %1$s.run";
          case EVENT_WORKER -> "%2$s.id = %1$s.worker";
          case RUN_EVENTS -> "%2$s.run = %1$s.id";
          case RUN_FLOW, FLOW_VERSION_FLOW, SCHEDULE_FLOW, EVENT_FLOW ->
              throw new IllegalArgumentException(relation + " leads to no table");
        };
    return template.formatted(from.row(), to.row());
  }
}
