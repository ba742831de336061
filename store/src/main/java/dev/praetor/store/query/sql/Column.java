package dev.praetor.store.query.sql;

import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.query.condition.AuditField;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.KeyField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.ProjectField;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.ScheduleField;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.UserField;
import dev.praetor.store.query.condition.VariableField;
import dev.praetor.store.query.condition.WorkerField;

/**
 * The expression for a field, in which {@code @} stands for the row of its entity.
 *
 * @param text true if its values are texts, false if they are numbers
 */
public record Column(String expression, boolean text) {
  private static final String TARGET = "@";
  private static final String ORIGIN =
      "CASE WHEN @.parent IS NOT NULL THEN 'RUN' WHEN @.restart_of IS NOT NULL THEN 'RESTART'"
          + " WHEN @.turn IS NOT NULL THEN 'SCHEDULE' ELSE 'PERSON' END";

  /** The labels between bars as a list of JSON; no label has a character that JSON escapes. */
  private static final String NEEDS =
      "CASE WHEN @.needs = '' THEN '[]' ELSE '[\"' || replace(substr(@.needs, 2,"
          + " length(@.needs) - 2), '||', '\",\"') || '\"]' END";

  private static final String ARCHIVED =
      "CASE WHEN EXISTS (SELECT 1 FROM registered_flow g WHERE g.project = "
          + FlowKeySql.project("@")
          + " AND g.name = "
          + FlowKeySql.name("@")
          + " AND g.archived IS NOT NULL) THEN 1 ELSE 0 END";

  private static final String SECRET_USED =
      "(SELECT max(u.last) FROM secret_use u WHERE u.project = @.project AND u.secret = @.name"
          + " AND u.last >= @.created)";

  /** Returns the expression for a field of the row that a name refers to. */
  public String of(String row) {
    return expression.replace(TARGET, row);
  }

  public static Column of(Field field) {
    String expression =
        switch (field) {
          case RunField run -> expression(run);
          case TaskRunField taskRun -> expression(taskRun);
          case FlowField flow ->
              switch (flow) {
                case NAME -> FlowKeySql.name("@");
                case PROJECT -> FlowKeySql.project("@");
                case ARCHIVED -> ARCHIVED;
              };
          case FlowVersionField version ->
              switch (version) {
                case ID -> "@.hash";
                case FLOW -> FlowKeySql.name("@.flow");
                case PROJECTS -> "@.projects";
                case CREATED -> "@.created";
              };
          case ScheduleField schedule ->
              switch (schedule) {
                case ID -> "@.flow";
                case FLOW -> "coalesce(@.owner, @.flow)";
                case PAUSED -> "CASE WHEN @.pause IS NULL THEN 0 ELSE 1 END";
                case HANDLED -> "@.handled";
              };
          case LogField log -> expression(log);
          case WorkerField worker -> expression(worker);
          case EventField event -> expression(event);
          case KeyField key ->
              switch (key) {
                case ID -> "@.id";
                case NAME -> "@.name";
                case USER -> "@.account";
                case ROLE -> "nullif(@.role, '')";
                case PROJECT -> "@.project";
                case CREATED -> "@.created";
                case CREATED_BY -> "@.created_by";
                case EXPIRES -> "@.expires";
                case REVOKED -> "@.revoked";
                case LAST_USED -> "@.used";
              };
          case ProjectField project ->
              switch (project) {
                case NAME -> "@.name";
                case CREATED -> "@.created";
                case CREATED_BY -> "@.created_by";
              };
          case UserField user ->
              switch (user) {
                case ID -> "@.id";
                case NAME -> "@.name";
                case ROLE -> "nullif(@.role, '')";
                case CREATED -> "@.created";
                case CREATED_BY -> "@.created_by";
                case DISABLED -> "@.disabled";
                case LAST_LOG_IN -> "@.last_log_in";
              };
          case AuditField audit -> expression(audit);
          case SecretField secret ->
              switch (secret) {
                case PROJECT -> "@.project";
                case NAME -> "@.name";
                case VERSION -> "@.version";
                case CREATED -> "@.created";
                case SET -> "@.time";
                case SET_BY -> "@.set_by";
                case LAST_USED -> SECRET_USED;
              };
          case VariableField variable ->
              switch (variable) {
                case PROJECT -> "@.project";
                case NAME -> "@.name";
                case VERSION -> "@.version";
                case CREATED -> "@.created";
                case SET -> "@.time";
                case SET_BY -> "@.set_by";
              };
        };
    boolean text =
        switch (field.type()) {
          case TEXT, STATE, LABELS, JSON -> true;
          case LONG, INSTANT, DURATION, BOOLEAN -> false;
        };
    return new Column(expression, text);
  }

  private static String expression(AuditField field) {
    return switch (field) {
      case SEQUENCE -> "@.sequence";
      case TIME -> "@.time";
      case ACTOR -> "@.actor";
      case ACTOR_KIND -> "@.actor_kind";
      case ADDRESS -> "@.address";
      case ACTION -> "@.action";
      case PROJECT -> "@.project";
      case TARGET_KIND -> "@.target_kind";
      case TARGET -> "@.target";
      case OUTCOME -> "@.outcome";
      case CODE -> "@.code";
      case REQUEST -> "@.request";
    };
  }

  private static String expression(RunField field) {
    return switch (field) {
      // Labels are in rows of their own, by the id of their run.
      case ID, LABELS -> "@.id";
      case PROJECT -> FlowKeySql.project("@.flow");
      case FLOW -> "@.flow";
      case VERSION -> "@.version";
      case NAME -> "@.name";
      case STATE -> "@.state";
      case MESSAGE -> "@.message";
      case PARAMETERS -> "@.parameters";
      case CREATED -> "@.created";
      case SCHEDULED -> "@.scheduled";
      case STARTED -> "@.started";
      case ENDED -> "@.ended";
      case DURATION -> "(@.ended - @.started)";
      case LATENESS -> "(@.started - @.scheduled)";
      case PRIORITY -> "@.priority";
      case IDEMPOTENCY_KEY -> "@.entry_key";
      case PARENT -> "@.parent";
      case PARENT_TASK -> "@.parent_task";
      case RESTART_OF -> "@.restart_of";
      case CREATED_BY -> "@.created_by";
      case BY_SCHEDULE -> "CASE WHEN @.turn IS NULL THEN 0 ELSE 1 END";
      case ORIGIN -> ORIGIN;
      case OWNER -> "NULLIF(@.owner, '')";
      case ATTEMPT -> "@.epoch";
      case CRASHES -> "@.crashes";
      case POOL -> "@.pool";
      case NEEDS -> NEEDS;
      case PINNED -> "CASE WHEN @.pinned IS NULL THEN 0 ELSE 1 END";
    };
  }

  private static String expression(TaskRunField field) {
    return switch (field) {
      case RUN -> "@.run";
      case NODE -> "@.node";
      case INDEX -> "@.idx";
      case LABEL -> "@.label";
      case STATE -> "@.state";
      case MESSAGE -> "@.message";
      case ATTEMPTS -> "@.attempts";
      case CREATED -> "@.created";
      case STARTED -> "@.started";
      case ENDED -> "@.ended";
      case DURATION -> "(@.ended - @.started)";
      case VALUE -> "@.value";
      case VALUE_SIZE -> "@.size";
    };
  }

  private static String expression(LogField field) {
    return switch (field) {
      case RUN -> "@.run";
      case ID -> "@.id";
      case NODE -> "@.node";
      case INDEX -> "@.idx";
      case ATTEMPT -> "@.attempt";
      case TIME -> "@.time";
      case LEVEL -> "@.level";
      case LOGGER -> "@.logger";
      case TEXT -> "@.text";
    };
  }

  private static String expression(EventField field) {
    return switch (field) {
      case ID -> "@.id";
      case TIME -> "@.time";
      case KIND -> "@.kind";
      case FLOW -> "@.flow";
      case RUN_ID -> "@.run";
      case SCHEDULE_ID -> "@.schedule";
      case WORKER_ID -> "@.worker";
      case POOL -> "@.pool";
      case ACTOR -> "@.actor";
      case TEXT -> "@.text";
      case DATA -> "@.data";
    };
  }

  private static String expression(WorkerField field) {
    return switch (field) {
      case ID -> "@.id";
      case NAME -> "@.name";
      case STATE ->
          "CASE WHEN @.ended IS NOT NULL THEN 'ENDED' WHEN @.draining = 1 THEN 'DRAINING'"
              + " ELSE 'RUNNING' END";
      case POOLS -> "@.pools";
      case LABELS -> "@.labels";
      case SLOTS -> "@.slots";
      case VERSION -> "@.version";
      case HOST -> "@.host";
      case PID -> "@.pid";
      case STARTED -> "@.started";
      case HEARTBEAT -> "@.heartbeat";
      case ENDED -> "@.ended";
    };
  }
}
