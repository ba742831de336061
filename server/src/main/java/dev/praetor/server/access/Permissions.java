package dev.praetor.server.access;

import dev.praetor.store.access.Role;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The roles that requests need: for each field of the questions, changes and subscriptions of
 * GraphQL, as in {@code Query.runs}, and for each method and path, as in {@code GET /metrics}. A
 * role that {@linkplain Role#includes includes} the one in the table may do it, too.
 */
public final class Permissions {
  private static final Map<String, Role> TABLE = table();

  /**
   * The requests about the whole server, which a caller who is limited to a project may not send.
   */
  private static final Set<String> OF_SERVER =
      Set.of(
          "GET /metrics",
          "Query.workers",
          "Query.pools",
          "Query.limits",
          "Query.prunableRuns",
          "Subscription.workersChanged",
          "Mutation.drainWorker",
          "Mutation.releaseSlot",
          "Mutation.setPool",
          "Mutation.setLimit",
          "Mutation.deleteLimit",
          "Mutation.deleteResults",
          "Mutation.pruneRuns",
          "Mutation.deleteWorker",
          "Mutation.createProject",
          "Query.audit",
          "Query.auditVerification",
          "Query.users",
          "Mutation.createUser",
          "Mutation.createUserLink",
          "Mutation.setRole",
          "Mutation.removeRole",
          "Mutation.disableUser",
          "Mutation.enableUser");

  /** The requests of people about themselves, which need no role. */
  private static final Set<String> OF_ONESELF =
      Set.of("GET /api/session", "DELETE /api/session", "PUT /api/password");

  /** The requests for a package, which the token of a runner opens beside those of its session. */
  private static final Set<String> OF_PACKAGE =
      Set.of("GET /api/packages/{sha256}", "GET /api/packages/files/{sha256}");

  private Permissions() {}

  private static Map<String, Role> table() {
    Map<String, Role> table = new TreeMap<>();
    add(
        table,
        Role.VIEWER,
        "GET /metrics",
        "GET /api/openapi.json",
        "GET /api/stream",
        "GET /graphql/schema",
        "POST /graphql",
        "GET /api/session",
        "DELETE /api/session",
        "PUT /api/password",
        "POST /graphql/stream",
        "GET /api/runs/{id}/logs",
        "GET /api/runs/{id}/results/{node}",
        "GET /api/runs/{id}/results/{node}/{index}",
        "GET /api/runs/{id}/artifacts/{name}",
        "GET /api/runs/{id}/document",
        "GET /api/runs/{id}/record",
        "Query.server",
        "Query.projects",
        "Query.flows",
        "Query.flow",
        "Query.flowVersions",
        "Query.schedules",
        "Query.upcoming",
        "Query.runs",
        "Query.run",
        "Query.taskRuns",
        "Query.taskRun",
        "Query.runsAggregate",
        "Query.taskRunsAggregate",
        "Query.logs",
        "Query.limits",
        "Query.restartPlan",
        "Query.prunableRuns",
        "Query.workers",
        "Query.pools",
        "Query.events",
        "Query.secrets",
        "Query.secretUses",
        "Query.variables",
        "Subscription.runChanged",
        "Subscription.runsChanged",
        "Subscription.logLines",
        "Subscription.workersChanged");
    add(
        table,
        Role.OPERATOR,
        "Mutation.createRun",
        "Mutation.cancelRun",
        "Mutation.cancelRuns",
        "Mutation.pauseRun",
        "Mutation.resumeRun",
        "Mutation.approve",
        "Mutation.restartRun",
        "Mutation.restartRuns",
        "Mutation.setRunState",
        "Mutation.setTaskRunState",
        "Mutation.pinRun",
        "Mutation.unpinRun",
        "Mutation.runScheduleNow",
        "Mutation.pauseSchedule",
        "Mutation.resumeSchedule",
        "Mutation.skipOccurrence",
        "Mutation.unskipOccurrence",
        "Mutation.drainWorker",
        "Mutation.releaseSlot",
        "Mutation.setPool");
    add(
        table,
        Role.AUTHOR,
        "POST /api/packages/uploads/missing",
        "PUT /api/packages/uploads/pieces/{sha256}",
        "POST /api/packages/uploads/files",
        "POST /api/packages/uploads/registration",
        "Mutation.archiveFlow",
        "Mutation.setFlowDefaults",
        "Mutation.addSchedule",
        "Mutation.updateSchedule",
        "Mutation.deleteSchedule",
        "Mutation.setLimit",
        "Mutation.deleteLimit",
        "Mutation.setSecret",
        "Mutation.deleteSecret",
        "Mutation.grantSecret",
        "Mutation.revokeSecretGrant",
        "Mutation.setVariable",
        "Mutation.deleteVariable");
    add(
        table,
        Role.ADMINISTRATOR,
        "Query.keys",
        "Query.users",
        "Mutation.createUser",
        "Mutation.createUserLink",
        "Mutation.setRole",
        "Mutation.removeRole",
        "Mutation.disableUser",
        "Mutation.enableUser",
        "Query.audit",
        "Query.auditVerification",
        "Mutation.createKey",
        "Mutation.revokeKey",
        "Mutation.createProject",
        "Mutation.rotateSecrets",
        "Mutation.deleteRun",
        "Mutation.deleteRuns",
        "Mutation.deleteResults",
        "Mutation.pruneRuns",
        "Mutation.deleteWorker");
    add(
        table,
        Role.WORKER,
        "GET /api/packages/{sha256}",
        "GET /api/packages/files/{sha256}",
        "GET /api/workers",
        "PUT /api/workers/{worker}",
        "DELETE /api/workers/{worker}",
        "POST /api/workers/{worker}/report",
        "POST /api/workers/{worker}/deaths",
        "POST /api/workers/{worker}/drain",
        "POST /api/workers/{worker}/runners",
        "DELETE /api/workers/{worker}/runners/{runner}",
        "GET /api/workers/{worker}/changes",
        "GET /api/runners",
        "PUT /api/runners/{runner}",
        "DELETE /api/runners/{runner}",
        "POST /api/runners/{runner}/events",
        "POST /api/runners/{runner}/news",
        "GET /api/runners/{runner}/runs/{run}",
        "GET /api/runners/{runner}/runs/{run}/record",
        "POST /api/runners/{runner}/runs/{run}/child",
        "GET /api/runners/{runner}/versions/{hash}",
        "GET /api/runners/{runner}/values/{hash}",
        "PUT /api/runners/{runner}/values/{hash}",
        "POST /api/runners/{runner}/artifacts",
        "POST /api/runners/{runner}/secrets",
        "POST /api/runners/{runner}/variables",
        "POST /api/runners/{runner}/cache/find",
        "POST /api/runners/{runner}/cache/put",
        "POST /api/runners/{runner}/cache/claims/{claim}",
        "DELETE /api/runners/{runner}/cache/claims/{claim}");
    return Collections.unmodifiableMap(table);
  }

  private static void add(Map<String, Role> table, Role role, String... requests) {
    for (String request : requests) {
      if (table.put(request, role) != null) {
        throw new IllegalStateException("two roles for " + request);
      }
    }
  }

  /** Returns whether a request is about the whole server, and not about one project. */
  public static boolean isOfServer(String request) {
    return needed(request) == Role.WORKER || OF_SERVER.contains(request);
  }

  /** Returns whether a request changes something of a project. */
  static boolean isChange(String request) {
    return request.startsWith("Mutation.") || request.contains(" /api/packages/uploads/");
  }

  /** Returns whether the token of a runner opens a request, for what belongs to the runner. */
  public static boolean isOfRunner(String request) {
    return request.contains(" /api/runners/{runner}") || OF_PACKAGE.contains(request);
  }

  /** Returns the roles of all requests. */
  public static Map<String, Role> all() {
    return TABLE;
  }

  /**
   * Returns the role that a request needs.
   *
   * @throws IllegalStateException if the table lacks it
   */
  public static Role needed(String request) {
    Role role = TABLE.get(request);
    if (role == null) {
      throw new IllegalStateException("no role is known for " + request);
    }
    return role;
  }

  /** Returns the name of a request as its sender knows it. */
  static String shortName(String request) {
    return request.replaceFirst("^(Query|Mutation|Subscription)\\.", "");
  }

  /** Returns whether a request is of a person about the person itself, and so needs no role. */
  static boolean isOfOneself(String request) {
    return OF_ONESELF.contains(request);
  }
}
