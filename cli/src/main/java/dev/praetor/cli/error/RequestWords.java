package dev.praetor.cli.error;

import java.util.Map;
import java.util.Optional;

/** The requests of commands to a server, in the words of the commands. */
final class RequestWords {
  private static final String QUESTION = "Query.";
  private static final String REGISTERING = "registering flows";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("POST /api/packages/uploads/missing", REGISTERING),
          Map.entry("PUT /api/packages/uploads/pieces/{sha256}", REGISTERING),
          Map.entry("POST /api/packages/uploads/files", REGISTERING),
          Map.entry("POST /api/packages/uploads/registration", REGISTERING),
          Map.entry("GET /api/workers", "running a worker"),
          Map.entry("PUT /api/workers/{worker}", "running a worker"),
          Map.entry("GET /api/packages/{sha256}", "downloading packages"),
          Map.entry("GET /api/packages/files/{sha256}", "downloading packages"),
          Map.entry("Mutation.createRun", "making runs"),
          Map.entry("Mutation.cancelRun", "cancelling runs"),
          Map.entry("Mutation.cancelRuns", "cancelling runs"),
          Map.entry("Mutation.pauseRun", "pausing runs"),
          Map.entry("Mutation.resumeRun", "resuming runs"),
          Map.entry("Mutation.approve", "approving task runs"),
          Map.entry("Mutation.restartRun", "restarting runs"),
          Map.entry("Mutation.restartRuns", "restarting runs"),
          Map.entry("Mutation.setRunState", "setting the states of runs"),
          Map.entry("Mutation.setTaskRunState", "setting the states of task runs"),
          Map.entry("Mutation.pinRun", "pinning runs"),
          Map.entry("Mutation.unpinRun", "unpinning runs"),
          Map.entry("Mutation.deleteRun", "deleting runs"),
          Map.entry("Mutation.deleteRuns", "deleting runs"),
          Map.entry("Mutation.deleteResults", "clearing the cache"),
          Map.entry("Mutation.pruneRuns", "pruning runs"),
          Map.entry("Mutation.archiveFlow", "archiving and unarchiving flows"),
          Map.entry("Mutation.setFlowDefaults", "setting the defaults of flows"),
          Map.entry("Mutation.addSchedule", "adding schedules"),
          Map.entry("Mutation.updateSchedule", "updating schedules"),
          Map.entry("Mutation.deleteSchedule", "deleting schedules"),
          Map.entry("Mutation.runScheduleNow", "running schedules now"),
          Map.entry("Mutation.pauseSchedule", "pausing schedules"),
          Map.entry("Mutation.resumeSchedule", "resuming schedules"),
          Map.entry("Mutation.skipOccurrence", "skipping times of schedules"),
          Map.entry("Mutation.unskipOccurrence", "unskipping times of schedules"),
          Map.entry("Mutation.setLimit", "setting limits"),
          Map.entry("Mutation.deleteLimit", "deleting limits"),
          Map.entry("Mutation.releaseSlot", "releasing slots of limits"),
          Map.entry("Mutation.setSecret", "setting secrets"),
          Map.entry("Mutation.deleteSecret", "deleting secrets"),
          Map.entry("Mutation.grantSecret", "granting secrets"),
          Map.entry("Mutation.revokeSecretGrant", "revoking grants of secrets"),
          Map.entry("Mutation.rotateSecrets", "rotating keys of secrets"),
          Map.entry("Mutation.setVariable", "setting variables"),
          Map.entry("Mutation.deleteVariable", "deleting variables"),
          Map.entry("Mutation.drainWorker", "draining workers"),
          Map.entry("Mutation.deleteWorker", "deleting workers"),
          Map.entry("Mutation.setPool", "changing pools"),
          Map.entry("Mutation.createKey", "making keys"),
          Map.entry("Mutation.revokeKey", "revoking keys"),
          Map.entry("Mutation.createProject", "adding projects"),
          Map.entry("Mutation.createUser", "adding users"),
          Map.entry("Mutation.createUserLink", "making links for users"),
          Map.entry("Mutation.setRole", "changing the roles of users"),
          Map.entry("Mutation.removeRole", "changing the roles of users"),
          Map.entry("Mutation.disableUser", "disabling users"),
          Map.entry("Mutation.enableUser", "enabling users"),
          Map.entry("Query.server", "asking for the state of the server"),
          Map.entry("Query.flow", "reading flows"),
          Map.entry("Query.flowVersions", "reading flows"),
          Map.entry("Query.upcoming", "reading schedules"),
          Map.entry("Query.run", "reading runs"),
          Map.entry("Query.runsAggregate", "counting runs"),
          Map.entry("Query.taskRun", "reading task runs"),
          Map.entry("Query.taskRuns", "reading task runs"),
          Map.entry("Query.taskRunsAggregate", "counting task runs"),
          Map.entry("Query.restartPlan", "planning restarts"),
          Map.entry("Query.prunableRuns", "pruning runs"),
          Map.entry("Query.secretUses", "reading the uses of secrets"),
          Map.entry("Query.audit", "reading the audit log"),
          Map.entry("Query.auditVerification", "verifying the audit log"));

  private RequestWords() {}

  /** Returns the words for a request, as the server names it; empty for another request. */
  static Optional<String> of(String request) {
    return Optional.ofNullable(WORDS.get(request)).or(() -> question(request));
  }

  /** Returns the words for a question whose field is named after what it answers, as most are. */
  private static Optional<String> question(String request) {
    return request.matches("Query\\.[a-z]+")
        ? Optional.of("reading " + request.substring(QUESTION.length()))
        : Optional.empty();
  }
}
