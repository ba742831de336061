package dev.praetor.store;

import dev.praetor.StateType;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.run.RunIds;
import dev.praetor.store.access.Role;
import dev.praetor.store.audit.row.Actor;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.audit.row.TargetKind;
import dev.praetor.store.db.Micros;
import dev.praetor.store.model.EventKind;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Random entities that belong together, with many equal, absent and unusual values. */
final class QueryThings {
  private static final List<String> FLOWS =
      List.of("alpha", "Beta", "gam_ma", "100%", "é ß", "acme/alpha", "acme/zeta", "la-b_2/alpha");
  private static final List<String> NODES = List.of("send", "Send", "se*d", "work[2]", "😀");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "abc",
          "ABC",
          "aBc",
          "a_c",
          "a%c",
          "a\\c",
          "a*c",
          "a?c",
          "a[b]c",
          "äöü",
          "ÄÖÜ",
          "😀",
          "￿",
          "ſ",
          "K",
          "x'; DROP TABLE log; --",
          "two\nlines");
  private static final int DEPTH = 3;
  private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final SplittableRandom random;
  private final List<QueryThing> all = new ArrayList<>();

  private QueryThings(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static List<QueryThing> random(long seed, int runs) {
    QueryThings things = new QueryThings(seed);
    things.versions();
    things.schedules();
    things.workers();
    for (int i = 0; i < runs; i++) {
      things.run(i);
    }
    things.flows();
    things.events();
    things.keys();
    things.projects();
    things.audit();
    things.secrets();
    things.variables();
    return List.copyOf(things.all);
  }

  static List<QueryThing> of(List<QueryThing> things, Entity entity) {
    return things.stream().filter(thing -> thing.entity() == entity).toList();
  }

  private void add(Entity entity, Map<Field, Object> values) {
    all.add(new QueryThing(entity, values));
  }

  private RandomJson json() {
    return new RandomJson(random);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Instant time() {
    return start.plus(random.nextInt(12), ChronoUnit.MICROS);
  }

  private void versions() {
    for (int i = 0; i < 7; i++) {
      FlowKey flow = FlowKey.of(any(FLOWS));
      add(
          Entity.FLOW_VERSION,
          Map.of(
              FlowVersionField.ID,
              "hash-" + i,
              FlowVersionField.FLOW,
              flow.name(),
              FlowVersionField.PROJECTS,
              projects(flow.project()),
              FlowVersionField.CREATED,
              time()));
    }
  }

  /** Returns some projects, of which one is given. */
  private List<String> projects(String one) {
    Set<String> projects = new LinkedHashSet<>(List.of(one));
    for (String other : List.of("acme", "default", "la-b_2")) {
      if (random.nextInt(3) == 0) {
        projects.add(other);
      }
    }
    return List.copyOf(projects);
  }

  private void schedules() {
    // The last one was added by a person, and has an id of its own.
    for (String id : List.of("alpha", "100%", "only scheduled", "acme/alpha", "alpha#k7q2x")) {
      add(
          Entity.SCHEDULE,
          Map.of(
              ScheduleField.ID,
              id,
              ScheduleField.FLOW,
              id.replaceAll("#.*", ""),
              ScheduleField.PAUSED,
              random.nextBoolean(),
              ScheduleField.HANDLED,
              time()));
    }
  }

  /** Adds workers, each with one process, whose id is that of the worker. */
  private void workers() {
    for (int i = 0; i < 4; i++) {
      Map<Field, Object> worker = new HashMap<>();
      worker.put(WorkerField.ID, "process-" + i);
      worker.put(WorkerField.NAME, TEXTS.get(i + 1));
      worker.put(WorkerField.POOLS, List.of("default", "pool-" + random.nextInt(2)));
      worker.put(WorkerField.LABELS, random.nextBoolean() ? List.of() : List.of("gpu", "a=b"));
      worker.put(WorkerField.SLOTS, (long) random.nextInt(1, 3));
      worker.put(WorkerField.VERSION, "1." + random.nextInt(2));
      worker.put(WorkerField.HOST, any(TEXTS));
      worker.put(WorkerField.PID, (long) random.nextInt(3));
      worker.put(WorkerField.STARTED, time());
      worker.put(WorkerField.HEARTBEAT, time());
      put(worker, WorkerField.ENDED, time());
      String alive = any(List.of("RUNNING", "DRAINING"));
      worker.put(WorkerField.STATE, worker.containsKey(WorkerField.ENDED) ? "ENDED" : alive);
      add(Entity.WORKER, worker);
    }
  }

  private void flows() {
    Set<String> keys = new TreeSet<>();
    all.forEach(thing -> thing.flows().forEach(flow -> keys.add(flow.text())));
    for (String text : keys) {
      FlowKey key = FlowKey.of(text);
      add(
          Entity.FLOW,
          Map.of(
              FlowField.NAME,
              key.name(),
              FlowField.PROJECT,
              key.project(),
              FlowField.ARCHIVED,
              random.nextBoolean()));
    }
  }

  private void projects() {
    add(Entity.PROJECT, Map.of(ProjectField.NAME, "default"));
    for (String name : List.of("acme", "la-b_2", "void")) {
      add(
          Entity.PROJECT,
          Map.of(
              ProjectField.NAME,
              name,
              ProjectField.CREATED,
              time(),
              ProjectField.CREATED_BY,
              any(TEXTS)));
    }
  }

  private void events() {
    List<QueryThing> runs = of(all, Entity.RUN);
    List<QueryThing> flows = of(all, Entity.FLOW);
    for (int i = 0; i < 2 * runs.size(); i++) {
      Map<Field, Object> event = new HashMap<>();
      event.put(EventField.ID, RunIds.at(start.plusMillis(random.nextInt(50))).toString());
      event.put(EventField.TIME, time());
      event.put(EventField.KIND, any(List.of(EventKind.values())).name());
      event.put(EventField.ACTOR, any(TEXTS));
      event.put(EventField.TEXT, any(TEXTS));
      event.put(EventField.DATA, json().object(DEPTH));
      put(event, EventField.FLOW, any(flows).flow().orElseThrow().text());
      put(event, EventField.RUN_ID, random.nextInt(9) == 0 ? "gone" : any(runs).get(RunField.ID));
      put(event, EventField.SCHEDULE_ID, any(FLOWS));
      put(event, EventField.WORKER_ID, "process-" + random.nextInt(6));
      put(event, EventField.POOL, "pool-" + random.nextInt(2));
      add(Entity.EVENT, event);
    }
  }

  private void audit() {
    for (int i = 1; i <= 12; i++) {
      Map<Field, Object> row = new HashMap<>();
      row.put(AuditField.SEQUENCE, (long) i);
      row.put(AuditField.TIME, time());
      row.put(AuditField.ACTOR, any(TEXTS));
      row.put(AuditField.ACTOR_KIND, any(List.of(Actor.Kind.values())).name());
      row.put(AuditField.ADDRESS, any(TEXTS));
      row.put(AuditField.ACTION, any(List.of("createRun", "cancelRun")));
      put(row, AuditField.PROJECT, any(TEXTS));
      row.put(AuditField.TARGET_KIND, any(List.of(TargetKind.values())).name());
      row.put(AuditField.TARGET, any(TEXTS));
      row.put(AuditField.OUTCOME, any(List.of(AuditOutcome.Kind.values())).name());
      put(row, AuditField.CODE, any(List.of("CONFLICT", "FORBIDDEN")));
      row.put(AuditField.REQUEST, "request-" + random.nextInt(4));
      add(Entity.AUDIT, row);
    }
  }

  private void keys() {
    for (int i = 0; i < 5; i++) {
      Map<Field, Object> key = new HashMap<>();
      key.put(KeyField.ID, "key-" + i);
      key.put(KeyField.NAME, TEXTS.get(i + 1));
      if (i % 2 == 0) {
        key.put(KeyField.USER, any(TEXTS));
      } else {
        key.put(KeyField.ROLE, any(List.of(Role.values())).name());
      }
      put(key, KeyField.PROJECT, any(List.of("acme", "default")));
      key.put(KeyField.CREATED, time());
      key.put(KeyField.CREATED_BY, any(TEXTS));
      put(key, KeyField.EXPIRES, time());
      put(key, KeyField.REVOKED, time());
      put(key, KeyField.LAST_USED, time());
      add(Entity.KEY, key);
      Map<Field, Object> user = new HashMap<>();
      user.put(UserField.ID, "user-" + i);
      user.put(UserField.NAME, TEXTS.get(i + 1));
      if (i > 0) {
        user.put(UserField.ROLE, any(List.of(Role.values())).name());
      }
      user.put(UserField.CREATED, time());
      user.put(UserField.CREATED_BY, any(TEXTS));
      put(user, UserField.DISABLED, time());
      put(user, UserField.LAST_LOG_IN, time());
      add(Entity.USER, user);
    }
  }

  private void secrets() {
    for (int i = 0; i < 6; i++) {
      Map<Field, Object> secret = new HashMap<>();
      Instant created = time();
      secret.put(SecretField.PROJECT, i < 4 ? "default" : "other");
      secret.put(SecretField.NAME, TEXTS.get(i % 4 + 1));
      secret.put(SecretField.VERSION, (long) random.nextInt(3));
      secret.put(SecretField.CREATED, created);
      secret.put(SecretField.SET, time());
      secret.put(SecretField.SET_BY, any(TEXTS));
      put(secret, SecretField.LAST_USED, created.plus(random.nextInt(3), ChronoUnit.MICROS));
      add(Entity.SECRET, secret);
    }
  }

  private void variables() {
    for (int i = 0; i < 6; i++) {
      Map<Field, Object> variable = new HashMap<>();
      variable.put(VariableField.PROJECT, i < 4 ? "default" : "other");
      variable.put(VariableField.NAME, TEXTS.get(i % 4 + 1));
      variable.put(VariableField.VERSION, (long) random.nextInt(3));
      variable.put(VariableField.CREATED, time());
      variable.put(VariableField.SET, time());
      variable.put(VariableField.SET_BY, any(TEXTS));
      add(Entity.VARIABLE, variable);
    }
  }

  private void run(int number) {
    Map<Field, Object> run = new HashMap<>();
    String id = RunIds.at(start.plusMillis(random.nextInt(50))).toString();
    List<QueryThing> before = of(all, Entity.RUN);
    run.put(RunField.ID, id);
    String flow = any(FLOWS);
    run.put(RunField.FLOW, flow);
    run.put(RunField.PROJECT, FlowKey.of(flow).project());
    run.put(RunField.NAME, any(TEXTS));
    run.put(RunField.STATE, any(List.of(StateType.values())));
    run.put(RunField.MESSAGE, any(TEXTS));
    run.put(RunField.CREATED, time());
    run.put(RunField.SCHEDULED, time());
    run.put(RunField.PRIORITY, (long) random.nextInt(-1, 3));
    run.put(RunField.ATTEMPT, 1L);
    run.put(RunField.NEEDS, any(List.of(List.of(), List.of("gpu"), List.of("gpu", "zone=a"))));
    run.put(RunField.PINNED, random.nextBoolean());
    run.put(RunField.CRASHES, (long) random.nextInt(2));
    run.put(RunField.POOL, any(List.of("default", "pool-0", "pool-1")));
    run.put(RunField.CREATED_BY, any(TEXTS));
    run.put(RunField.BY_SCHEDULE, random.nextBoolean());
    run.put(RunField.LABELS, labels());
    run.put(RunField.PARAMETERS, json().object(DEPTH));
    put(run, RunField.VERSION, "hash-" + random.nextInt(8));
    put(run, RunField.OWNER, "process-" + random.nextInt(2));
    put(run, RunField.IDEMPOTENCY_KEY, "key-" + number);
    if (!before.isEmpty()) {
      put(run, RunField.PARENT, any(before).get(RunField.ID));
      put(run, RunField.RESTART_OF, any(before).get(RunField.ID));
    }
    if (run.containsKey(RunField.PARENT)) {
      run.put(RunField.PARENT_TASK, any(NODES));
    }
    run.put(RunField.ORIGIN, origin(run));
    span(run, RunField.STARTED, RunField.ENDED, RunField.DURATION);
    if (run.get(RunField.STARTED) instanceof Instant started) {
      run.put(RunField.LATENESS, Duration.between((Instant) run.get(RunField.SCHEDULED), started));
    }
    add(Entity.RUN, run);
    taskRuns(id);
    logs(id);
  }

  private static String origin(Map<Field, Object> run) {
    if (run.containsKey(RunField.PARENT)) {
      return "RUN";
    }
    if (run.containsKey(RunField.RESTART_OF)) {
      return "RESTART";
    }
    return Boolean.TRUE.equals(run.get(RunField.BY_SCHEDULE)) ? "SCHEDULE" : "PERSON";
  }

  private void put(Map<Field, Object> values, Field field, @Nullable Object value) {
    if (value != null && random.nextInt(3) > 0) {
      values.put(field, value);
    }
  }

  private void span(Map<Field, Object> values, Field from, Field to, Field between) {
    put(values, from, time());
    put(values, to, time());
    if (values.get(from) instanceof Instant started && values.get(to) instanceof Instant ended) {
      values.put(between, Duration.between(started, ended));
    }
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    for (String name : List.of("team", "Team", "te_m")) {
      if (random.nextInt(3) == 0) {
        labels.put(name, any(List.of("red", "Red", "50%")));
      }
    }
    return labels;
  }

  private void taskRuns(String run) {
    for (String node : NODES) {
      for (int index = -1; index < random.nextInt(3); index++) {
        Map<Field, Object> taskRun = new HashMap<>();
        taskRun.put(TaskRunField.RUN, run);
        taskRun.put(TaskRunField.NODE, node);
        taskRun.put(TaskRunField.INDEX, (long) index);
        taskRun.put(TaskRunField.STATE, any(List.of(StateType.values())));
        taskRun.put(TaskRunField.MESSAGE, any(TEXTS));
        taskRun.put(TaskRunField.ATTEMPTS, (long) random.nextInt(3));
        taskRun.put(TaskRunField.CREATED, time());
        put(taskRun, TaskRunField.LABEL, any(TEXTS));
        put(taskRun, TaskRunField.VALUE_SIZE, (long) random.nextInt(9_000, 9_003));
        put(taskRun, TaskRunField.VALUE, json().present(DEPTH));
        span(taskRun, TaskRunField.STARTED, TaskRunField.ENDED, TaskRunField.DURATION);
        add(Entity.TASK_RUN, taskRun);
      }
    }
  }

  private void logs(String run) {
    // The ids of lines are times; lines with small ones would be deleted as old ones.
    long first = Micros.micros(start);
    for (long id = first; id < first + random.nextInt(5); id++) {
      add(
          Entity.LOG,
          Map.of(
              LogField.RUN, run,
              LogField.ID, id,
              LogField.NODE, any(NODES),
              LogField.INDEX, (long) random.nextInt(-1, 2),
              LogField.ATTEMPT, (long) random.nextInt(3),
              LogField.TIME, time(),
              LogField.LEVEL, any(LEVELS),
              LogField.LOGGER, any(TEXTS),
              LogField.TEXT, any(TEXTS)));
    }
  }
}
