package dev.praetor.store;

import static dev.praetor.Praetor.every;

import dev.praetor.Schedule;
import dev.praetor.StateType;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Micros;
import dev.praetor.store.json.LabelsJson;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.json.PlacementText;
import dev.praetor.store.json.SchedulesJson;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.SchedulePause;
import dev.praetor.store.query.condition.AuditField;
import dev.praetor.store.query.condition.Entity;
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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes entities into the tables of a store. */
record QueryThingWriter(Connection connection) {
  private static final String SCHEDULE =
      SchedulesJson.write(Schedule.of(every(Duration.ofMinutes(1))));

  static void write(Database database, List<QueryThing> things) throws SQLException {
    try (Connection connection = database.writing().getConnection()) {
      connection.setAutoCommit(false);
      QueryThingWriter writer = new QueryThingWriter(connection);
      for (Entity entity : Entity.values()) {
        writer.write(
            entity, QueryThings.of(things, entity).stream().filter(QueryThing::isStored).toList());
      }
      connection.commit();
    }
  }

  private void write(Entity entity, List<QueryThing> things) throws SQLException {
    String sql =
        switch (entity) {
          case RUN ->
              """
              INSERT INTO flow_run (id, flow, version, name, state, message, created, scheduled,
                started, ended, priority, entry_key, parent, parent_task, restart_of, created_by, pool,
                owner, crashes, turn, labels, origin, parameters, pinned, needs, epoch, sequence,
                history)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0,
                '[[0,"Pending",0,""]]')
              """;
          case TASK_RUN ->
              """
              INSERT INTO task_run (run, node, idx, label, state, message, attempts, created,
                started, ended, size, blob, value, sequence)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
              """;
          case FLOW ->
              """
              INSERT INTO registered_flow (project, name, current, created, changed, change_id,
                archived)
              VALUES (?, ?, 1, 0, 0, '', ?)
              """;
          case FLOW_VERSION ->
              "INSERT INTO flow_version (hash, created, flow, spec) VALUES (?, ?, ?, '{}')";
          case SCHEDULE ->
              "INSERT INTO schedule_place (flow, handled, pause, schedule, owner)"
                  + " VALUES (?, ?, ?, ?, ?)";
          case LOG ->
              """
              INSERT INTO log (run, id, node, idx, attempt, time, level, logger, text)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
              """;
          case WORKER ->
              """
              INSERT INTO worker (id, name, slots, version, host, pid, started, heartbeat, ended,
                draining, pools, labels, boot, space, ticks)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0)
              """;
          case EVENT ->
              """
              INSERT INTO event (id, time, kind, flow, run, schedule, worker, pool, actor, text, data,
                project)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """;
          case KEY ->
              """
              INSERT INTO api_key (id, name, account, role, project, created, created_by, expires,
                revoked, used, hash)
              VALUES (?, ?, ?, coalesce(CAST(? AS TEXT), ''), ?, ?, ?, ?, ?, ?, ?)
              """;
          case PROJECT -> "INSERT INTO project (name, created, created_by) VALUES (?, ?, ?)";
          case USER ->
              """
              INSERT INTO account (id, name, role, created, created_by, disabled, last_log_in)
              VALUES (?, ?, coalesce(CAST(? AS TEXT), ''), ?, ?, ?, ?)
              """;
          case AUDIT ->
              """
              INSERT INTO audit (sequence, time, actor, actor_kind, address, action, project,
                target_kind, target, outcome, code, request, id, arguments, message, hash)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', '', '')
              """;
          case SECRET ->
              """
              INSERT INTO secret (project, name, version, created, time, set_by, key_id, sealed)
              VALUES (?, ?, ?, ?, ?, ?, '', ?)
              """;
          case VARIABLE ->
              """
              INSERT INTO variable (project, name, version, created, time, set_by, value)
              VALUES (?, ?, ?, ?, ?, ?, ?)
              """;
        };
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (QueryThing thing : things) {
        List<Field> plain = plain(entity);
        for (int i = 0; i < plain.size(); i++) {
          bind(insert, i + 1, stored(thing.get(plain.get(i))));
        }
        bindMore(insert, thing, plain.size() + 1);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    switch (entity) {
      case RUN -> labels(things);
      case WORKER -> runners(things);
      case FLOW_VERSION -> places(things);
      case SECRET -> uses(things);
      default -> {}
    }
  }

  private static List<Field> plain(Entity entity) {
    return switch (entity) {
      case RUN ->
          List.of(
              RunField.ID,
              RunField.FLOW,
              RunField.VERSION,
              RunField.NAME,
              RunField.STATE,
              RunField.MESSAGE,
              RunField.CREATED,
              RunField.SCHEDULED,
              RunField.STARTED,
              RunField.ENDED,
              RunField.PRIORITY,
              RunField.IDEMPOTENCY_KEY,
              RunField.PARENT,
              RunField.PARENT_TASK,
              RunField.RESTART_OF,
              RunField.CREATED_BY,
              RunField.POOL);
      case TASK_RUN ->
          List.of(
              TaskRunField.RUN,
              TaskRunField.NODE,
              TaskRunField.INDEX,
              TaskRunField.LABEL,
              TaskRunField.STATE,
              TaskRunField.MESSAGE,
              TaskRunField.ATTEMPTS,
              TaskRunField.CREATED,
              TaskRunField.STARTED,
              TaskRunField.ENDED,
              TaskRunField.VALUE_SIZE);
      case FLOW -> List.of(FlowField.PROJECT, FlowField.NAME);
      case FLOW_VERSION -> List.of(FlowVersionField.ID, FlowVersionField.CREATED);
      case SCHEDULE -> List.of(ScheduleField.ID, ScheduleField.HANDLED);
      case LOG ->
          List.of(
              LogField.RUN,
              LogField.ID,
              LogField.NODE,
              LogField.INDEX,
              LogField.ATTEMPT,
              LogField.TIME,
              LogField.LEVEL,
              LogField.LOGGER,
              LogField.TEXT);
      case WORKER ->
          List.of(
              WorkerField.ID,
              WorkerField.NAME,
              WorkerField.SLOTS,
              WorkerField.VERSION,
              WorkerField.HOST,
              WorkerField.PID,
              WorkerField.STARTED,
              WorkerField.HEARTBEAT,
              WorkerField.ENDED);
      case EVENT ->
          List.of(
              EventField.ID,
              EventField.TIME,
              EventField.KIND,
              EventField.FLOW,
              EventField.RUN_ID,
              EventField.SCHEDULE_ID,
              EventField.WORKER_ID,
              EventField.POOL,
              EventField.ACTOR,
              EventField.TEXT);
      case KEY ->
          List.of(
              KeyField.ID,
              KeyField.NAME,
              KeyField.USER,
              KeyField.ROLE,
              KeyField.PROJECT,
              KeyField.CREATED,
              KeyField.CREATED_BY,
              KeyField.EXPIRES,
              KeyField.REVOKED,
              KeyField.LAST_USED);
      case PROJECT -> List.of(ProjectField.NAME, ProjectField.CREATED, ProjectField.CREATED_BY);
      case USER ->
          List.of(
              UserField.ID,
              UserField.NAME,
              UserField.ROLE,
              UserField.CREATED,
              UserField.CREATED_BY,
              UserField.DISABLED,
              UserField.LAST_LOG_IN);
      case AUDIT ->
          List.of(
              AuditField.SEQUENCE,
              AuditField.TIME,
              AuditField.ACTOR,
              AuditField.ACTOR_KIND,
              AuditField.ADDRESS,
              AuditField.ACTION,
              AuditField.PROJECT,
              AuditField.TARGET_KIND,
              AuditField.TARGET,
              AuditField.OUTCOME,
              AuditField.CODE,
              AuditField.REQUEST);
      case SECRET ->
          List.of(
              SecretField.PROJECT,
              SecretField.NAME,
              SecretField.VERSION,
              SecretField.CREATED,
              SecretField.SET,
              SecretField.SET_BY);
      case VARIABLE -> List.of(VariableField.values());
    };
  }

  private static void bindMore(PreparedStatement insert, QueryThing thing, int at)
      throws SQLException {
    switch (thing.entity()) {
      case RUN -> {
        Object owner = thing.get(RunField.OWNER);
        insert.setString(at, owner == null ? "" : owner.toString());
        bind(insert, at + 1, thing.get(RunField.CRASHES));
        bind(insert, at + 2, Boolean.TRUE.equals(thing.get(RunField.BY_SCHEDULE)) ? 7L : null);
        bind(insert, at + 3, LabelsJson.write(labels(thing)));
        insert.setString(at + 4, OriginJson.write(new RunOrigin("Target", "user")));
        bind(insert, at + 5, json(thing.get(RunField.PARAMETERS)));
        bind(insert, at + 6, Boolean.TRUE.equals(thing.get(RunField.PINNED)) ? 7L : null);
        List<?> needs = (List<?>) Objects.requireNonNull(thing.get(RunField.NEEDS));
        insert.setString(at + 7, PlacementText.needs(needs.stream().map(String::valueOf).toList()));
      }
      case TASK_RUN -> {
        bind(insert, at, thing.get(TaskRunField.VALUE_SIZE) == null ? null : "blob");
        bind(insert, at + 1, json(thing.get(TaskRunField.VALUE)));
      }
      case SCHEDULE -> {
        boolean paused = Boolean.TRUE.equals(thing.get(ScheduleField.PAUSED));
        SchedulePause pause = new SchedulePause("ann", "", Instant.EPOCH);
        bind(insert, at, paused ? SchedulesJson.write(pause) : null);
        insert.setString(at + 1, SCHEDULE);
        boolean added = !thing.has(ScheduleField.ID, thing, ScheduleField.FLOW);
        bind(insert, at + 2, added ? thing.get(ScheduleField.FLOW) : null);
      }
      case WORKER -> {
        bind(insert, at, "DRAINING".equals(thing.get(WorkerField.STATE)) ? 1 : 0);
        bind(insert, at + 1, json(thing.get(WorkerField.POOLS)));
        bind(insert, at + 2, json(thing.get(WorkerField.LABELS)));
      }
      case KEY -> bind(insert, at, thing.get(KeyField.ID));
      case SECRET, VARIABLE -> insert.setString(at, "value");
      case AUDIT -> bind(insert, at, "row");
      case EVENT -> {
        bind(insert, at, json(thing.get(EventField.DATA)));
        bind(insert, at + 1, thing.project().orElse(null));
      }
      case FLOW -> bind(insert, at, Boolean.TRUE.equals(thing.get(FlowField.ARCHIVED)) ? 1L : null);
      case FLOW_VERSION -> insert.setString(at, thing.flow().orElseThrow().text());
      case LOG, PROJECT, USER -> {}
    }
  }

  /** Adds the flows of versions. */
  private void places(List<QueryThing> versions) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO version_of_flow (version, flow, created) VALUES (?, ?, ?)")) {
      for (QueryThing version : versions) {
        for (FlowKey flow : version.flows()) {
          bind(insert, 1, version.get(FlowVersionField.ID));
          bind(insert, 2, flow.text());
          bind(insert, 3, Micros.micros(version.createdIn(flow.project())));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private void runners(List<QueryThing> workers) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO runner (process, worker, pid) VALUES (?, ?, 1)")) {
      for (QueryThing worker : workers) {
        bind(insert, 1, worker.get(WorkerField.ID));
        bind(insert, 2, worker.get(WorkerField.ID));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Adds the last use of each secret, and one of an earlier secret of the same name. */
  private void uses(List<QueryThing> secrets) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO secret_use (project, secret, run, flow, first, last, reads)
            VALUES (?, ?, ?, 'flow', 0, ?, 1)
            """)) {
      for (QueryThing secret : secrets) {
        use(insert, secret, "earlier", 0L);
        if (secret.get(SecretField.LAST_USED) instanceof Instant last) {
          use(insert, secret, "last", Micros.micros(last));
        }
      }
      insert.executeBatch();
    }
  }

  private static void use(PreparedStatement insert, QueryThing secret, String run, long last)
      throws SQLException {
    bind(insert, 1, secret.get(SecretField.PROJECT));
    bind(insert, 2, secret.get(SecretField.NAME));
    insert.setString(3, run);
    insert.setLong(4, last);
    insert.addBatch();
  }

  private static @Nullable String json(@Nullable Object document) {
    return document == null ? null : ExactJson.MAPPER.writeValueAsString(document);
  }

  private void labels(List<QueryThing> runs) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO run_label (run, name, value) VALUES (?, ?, ?)")) {
      for (QueryThing run : runs) {
        for (Map.Entry<String, String> label : labels(run).entrySet()) {
          bind(insert, 1, run.get(RunField.ID));
          insert.setString(2, label.getKey());
          insert.setString(3, label.getValue());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> labels(QueryThing run) {
    return run.get(RunField.LABELS) instanceof Map<?, ?> labels
        ? (Map<String, String>) labels
        : Map.of();
  }

  private static @Nullable Object stored(@Nullable Object value) {
    return switch (value) {
      case Instant time -> Micros.micros(time);
      case StateType state -> state.label();
      case null, default -> value;
    };
  }

  private static void bind(PreparedStatement insert, int at, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      insert.setNull(at, Types.NULL);
    } else {
      insert.setObject(at, value);
    }
  }
}
