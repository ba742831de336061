package dev.praetor.server.audit;

import dev.praetor.TaskPath;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.audit.row.AuditTarget;
import dev.praetor.store.audit.row.TargetKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules by which changes are recorded: the target of each change of the schema, and which of
 * its arguments stand in the log. Of an argument that is not listed, only that it was given is
 * recorded, so that a new secret argument does not leak. Of parameters only the names are recorded,
 * as some are secrets: the run has their values, masked.
 */
public final class ChangeRules {
  private static final Map<String, Rule> RULES = rules();

  private ChangeRules() {}

  /** The values of the arguments of a change by their names. */
  record Given(Map<String, ? extends @Nullable Object> values) {
    String text(String name) {
      Object value = values.get(name);
      return value == null ? "" : value.toString();
    }

    /** Returns the flow that is named, as far as it is. */
    FlowKey flow() {
      String flow = text("flow");
      String project = text("project");
      return flow.indexOf('/') >= 0
          ? FlowKey.of(flow)
          : new FlowKey(project.isEmpty() ? Registration.DEFAULT_PROJECT : project, flow);
    }
  }

  /**
   * A rule.
   *
   * @param target finds the target in the arguments
   * @param arguments the names of the arguments that are recorded
   */
  public record Rule(Function<Given, AuditTarget> target, Set<String> arguments) {
    /** Returns the target of a change with these arguments. */
    public AuditTarget target(Map<String, ? extends @Nullable Object> given) {
      return target.apply(new Given(given));
    }

    /** Returns what is recorded of these arguments. */
    public ObjectNode recorded(Map<String, ? extends @Nullable Object> given) {
      return RecordedArguments.of(given, arguments);
    }
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> all = new TreeMap<>();
    addRuns(all);
    addManyRuns(all);
    addFlows(all);
    addSchedules(all);
    add(all, "drainWorker", of(TargetKind.WORKER, "id"), "id");
    add(all, "deleteWorker", of(TargetKind.WORKER, "id"), "id");
    add(all, "setPool", of(TargetKind.POOL, "name"), "name", "paused", "why", "limit");
    add(all, "setLimit", ChangeRules::limit, "name", "n", "scope");
    add(all, "deleteLimit", ChangeRules::limit, "name", "scope");
    add(all, "releaseSlot", of(TargetKind.SLOTS, "name"), "name", "run", "task");
    add(
        all,
        "createKey",
        of(TargetKind.KEY, "name"),
        "name",
        "role",
        "project",
        "pools",
        "user",
        "expires");
    add(all, "revokeKey", of(TargetKind.KEY, "id"), "id");
    addSecrets(all);
    addVariables(all);
    add(all, "createProject", of(TargetKind.PROJECT, "name"), "name");
    addUsers(all);
    return Collections.unmodifiableMap(all);
  }

  private static void addUsers(Map<String, Rule> all) {
    add(all, "createUser", user("name"), "name", "role", "project", "service");
    add(all, "createUserLink", user("id"), "id");
    add(all, "setRole", user("id"), "id", "role", "project");
    add(all, "removeRole", user("id"), "id", "project");
    add(all, "disableUser", user("id"), "id");
    add(all, "enableUser", user("id"), "id");
  }

  private static Function<Given, AuditTarget> user(String argument) {
    return given ->
        given.text("project").isEmpty()
            ? AuditTarget.of(TargetKind.USER, given.text(argument))
            : AuditTarget.in(given.text("project"), TargetKind.USER, given.text(argument));
  }

  private static void addSecrets(Map<String, Rule> all) {
    Function<Given, AuditTarget> secret =
        given ->
            AuditTarget.in(
                given.flow().project(),
                TargetKind.SECRET,
                given.flow().project(),
                given.text("name"));
    add(all, "setSecret", secret, "name", "project", "grantTo", "allFlows");
    add(all, "deleteSecret", secret, "name", "project");
    add(all, "grantSecret", secret, "name", "project", "flow", "allFlows");
    add(all, "revokeSecretGrant", secret, "name", "project", "flow", "allFlows");
    add(
        all,
        "rotateSecrets",
        given -> AuditTarget.in(given.flow().project(), TargetKind.SECRETS, given.flow().project()),
        "project",
        "master");
  }

  private static void addVariables(Map<String, Rule> all) {
    Function<Given, AuditTarget> variable =
        given ->
            AuditTarget.in(
                given.flow().project(),
                TargetKind.VARIABLE,
                given.flow().project(),
                given.text("name"));
    add(all, "setVariable", variable, "name", "project", "value");
    add(all, "deleteVariable", variable, "name", "project");
  }

  private static void addRuns(Map<String, Rule> all) {
    add(
        all,
        "createRun",
        given -> AuditTarget.in(given.flow().project(), TargetKind.RUN),
        "flow",
        "project",
        "parameters",
        "at",
        "name",
        "labels",
        "idempotencyKey",
        "version",
        "priority");
    add(all, "cancelRun", run("id"), "id", "why");
    add(all, "pauseRun", run("id"), "id", "why");
    add(all, "resumeRun", run("id"), "id", "why");
    add(all, "approve", ChangeRules::taskRun, "run", "task", "refuse", "note");
    add(all, "setRunState", run("run"), "run", "state", "why");
    add(all, "restartRun", run("run"), "run", "from", "parameters", "version");
    add(all, "pinRun", run("id"), "id");
    add(all, "unpinRun", run("id"), "id");
    add(all, "deleteRun", run("id"), "id");
    add(all, "setTaskRunState", ChangeRules::taskRun, "run", "task", "state", "why");
    add(
        all,
        "deleteResults",
        given -> AuditTarget.of(TargetKind.RESULTS, given.text("run")),
        "run",
        "task");
  }

  private static void addManyRuns(Map<String, Rule> all) {
    Function<Given, AuditTarget> runs = given -> AuditTarget.of(TargetKind.RUNS);
    add(all, "cancelRuns", runs, "where", "expect", "why");
    add(all, "restartRuns", runs, "where", "expect", "from", "parameters", "version");
    add(all, "deleteRuns", runs, "where", "expect");
    add(all, "pruneRuns", runs, "endedBefore", "flow", "keep", "expect");
  }

  private static void addFlows(Map<String, Rule> all) {
    Function<Given, AuditTarget> flow =
        given ->
            AuditTarget.in(
                given.flow().project(),
                TargetKind.FLOW,
                given.flow().project(),
                given.flow().name());
    add(all, "archiveFlow", flow, "flow", "project", "archived");
    add(all, "setFlowDefaults", flow, "flow", "project", "parameters", "labels", "limit", "pool");
  }

  private static void addSchedules(Map<String, Rule> all) {
    Function<Given, AuditTarget> schedule =
        given -> AuditTarget.of(TargetKind.SCHEDULE, given.text("schedule"));
    add(
        all,
        "addSchedule",
        given -> AuditTarget.in(given.flow().project(), TargetKind.SCHEDULES, given.flow().text()),
        "flow",
        "project",
        "cron",
        "every",
        "dates",
        "rrule",
        "zone",
        "start",
        "end",
        "parameters",
        "catchUp",
        "overlap");
    add(
        all,
        "updateSchedule",
        schedule,
        "schedule",
        "cron",
        "every",
        "dates",
        "rrule",
        "zone",
        "start",
        "end",
        "parameters",
        "catchUp",
        "overlap");
    add(all, "deleteSchedule", schedule, "schedule");
    add(all, "runScheduleNow", schedule, "schedule");
    add(all, "pauseSchedule", schedule, "schedule", "why");
    add(all, "resumeSchedule", schedule, "schedule", "catchUp");
    add(all, "skipOccurrence", schedule, "schedule", "at", "why");
    add(all, "unskipOccurrence", schedule, "schedule", "at");
  }

  private static void add(
      Map<String, Rule> all, String change, Function<Given, AuditTarget> target, String... names) {
    all.put(change, new Rule(target, Set.of(names)));
  }

  private static Function<Given, AuditTarget> of(TargetKind kind, String argument) {
    return given -> AuditTarget.of(kind, given.text(argument));
  }

  private static Function<Given, AuditTarget> run(String argument) {
    return given -> AuditTarget.run(given.text(argument));
  }

  private static AuditTarget limit(Given given) {
    String scope = given.text("scope").toLowerCase(Locale.ROOT);
    return AuditTarget.of(TargetKind.LIMIT, scope, given.text("name"));
  }

  private static AuditTarget taskRun(Given given) {
    TaskPath path;
    try {
      path = TaskPath.parse(given.text("task"));
    } catch (RuntimeException e) { // The change itself says what is wrong with it.
      return AuditTarget.run(given.text("run"));
    }
    return AuditTarget.of(
        TargetKind.TASK_RUN,
        given.text("run"),
        path.owner().toString(),
        String.valueOf(path.index()));
  }

  /** Returns the rules of all changes by their names. */
  public static Map<String, Rule> all() {
    return new LinkedHashMap<>(RULES);
  }

  /**
   * Returns the rule of a change.
   *
   * @throws IllegalStateException if there is none
   */
  public static Rule of(String change) {
    Rule rule = RULES.get(change);
    if (rule == null) {
      throw new IllegalStateException("no rule says how to record " + change);
    }
    return rule;
  }
}
