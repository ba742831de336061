package dev.praetor.cli;

import dev.praetor.cli.audit.AuditCommand;
import dev.praetor.cli.audit.AuditListCommand;
import dev.praetor.cli.audit.AuditVerifyCommand;
import dev.praetor.cli.cache.CacheClearCommand;
import dev.praetor.cli.cache.CacheCommand;
import dev.praetor.cli.cache.CacheListCommand;
import dev.praetor.cli.event.EventsCommand;
import dev.praetor.cli.event.EventsListCommand;
import dev.praetor.cli.flow.FlowCommand;
import dev.praetor.cli.flows.FlowsArchiveCommand;
import dev.praetor.cli.flows.FlowsCommand;
import dev.praetor.cli.flows.FlowsDiffCommand;
import dev.praetor.cli.flows.FlowsListCommand;
import dev.praetor.cli.flows.FlowsRunCommand;
import dev.praetor.cli.flows.FlowsSetCommand;
import dev.praetor.cli.flows.FlowsShowCommand;
import dev.praetor.cli.flows.FlowsUnarchiveCommand;
import dev.praetor.cli.flows.FlowsVersionsCommand;
import dev.praetor.cli.flows.RegisterCommand;
import dev.praetor.cli.key.KeysCommand;
import dev.praetor.cli.key.KeysCreateCommand;
import dev.praetor.cli.key.KeysListCommand;
import dev.praetor.cli.key.KeysRevokeCommand;
import dev.praetor.cli.limit.LimitsCommand;
import dev.praetor.cli.limit.LimitsDeleteCommand;
import dev.praetor.cli.limit.LimitsListCommand;
import dev.praetor.cli.limit.LimitsReleaseCommand;
import dev.praetor.cli.limit.LimitsSetCommand;
import dev.praetor.cli.limit.LimitsShowCommand;
import dev.praetor.cli.profile.ProfileAddCommand;
import dev.praetor.cli.profile.ProfileCommand;
import dev.praetor.cli.profile.ProfileListCommand;
import dev.praetor.cli.profile.ProfileRemoveCommand;
import dev.praetor.cli.profile.ProfileUseCommand;
import dev.praetor.cli.project.ProjectsAddCommand;
import dev.praetor.cli.project.ProjectsCommand;
import dev.praetor.cli.project.ProjectsListCommand;
import dev.praetor.cli.run.DemoCommand;
import dev.praetor.cli.run.RunCommand;
import dev.praetor.cli.runs.RunsApproveCommand;
import dev.praetor.cli.runs.RunsArtifactsCommand;
import dev.praetor.cli.runs.RunsCancelCommand;
import dev.praetor.cli.runs.RunsCommand;
import dev.praetor.cli.runs.RunsDeleteCommand;
import dev.praetor.cli.runs.RunsListCommand;
import dev.praetor.cli.runs.RunsLogsCommand;
import dev.praetor.cli.runs.RunsPauseCommand;
import dev.praetor.cli.runs.RunsPinCommand;
import dev.praetor.cli.runs.RunsPruneCommand;
import dev.praetor.cli.runs.RunsReplayCommand;
import dev.praetor.cli.runs.RunsRestartCommand;
import dev.praetor.cli.runs.RunsResultsCommand;
import dev.praetor.cli.runs.RunsResumeCommand;
import dev.praetor.cli.runs.RunsSetStateCommand;
import dev.praetor.cli.runs.RunsShowCommand;
import dev.praetor.cli.runs.RunsUnpinCommand;
import dev.praetor.cli.runs.RunsWhyCommand;
import dev.praetor.cli.schedule.ScheduleCommand;
import dev.praetor.cli.schedule.SchedulesAddCommand;
import dev.praetor.cli.schedule.SchedulesCommand;
import dev.praetor.cli.schedule.SchedulesDeleteCommand;
import dev.praetor.cli.schedule.SchedulesListCommand;
import dev.praetor.cli.schedule.SchedulesNextCommand;
import dev.praetor.cli.schedule.SchedulesPauseCommand;
import dev.praetor.cli.schedule.SchedulesResumeCommand;
import dev.praetor.cli.schedule.SchedulesRunNowCommand;
import dev.praetor.cli.schedule.SchedulesShowCommand;
import dev.praetor.cli.schedule.SchedulesSkipCommand;
import dev.praetor.cli.schedule.SchedulesUnskipCommand;
import dev.praetor.cli.schedule.SchedulesUpdateCommand;
import dev.praetor.cli.secret.SecretsCommand;
import dev.praetor.cli.secret.SecretsDeleteCommand;
import dev.praetor.cli.secret.SecretsGrantCommand;
import dev.praetor.cli.secret.SecretsListCommand;
import dev.praetor.cli.secret.SecretsRevokeCommand;
import dev.praetor.cli.secret.SecretsRotateCommand;
import dev.praetor.cli.secret.SecretsSetCommand;
import dev.praetor.cli.secret.SecretsUsesCommand;
import dev.praetor.cli.server.QueryCommand;
import dev.praetor.cli.server.ServerCommand;
import dev.praetor.cli.server.ServerStatusCommand;
import dev.praetor.cli.store.StoreBackupCommand;
import dev.praetor.cli.store.StoreCommand;
import dev.praetor.cli.store.StoreCopyCommand;
import dev.praetor.cli.user.UsersAddCommand;
import dev.praetor.cli.user.UsersCommand;
import dev.praetor.cli.user.UsersDisableCommand;
import dev.praetor.cli.user.UsersEnableCommand;
import dev.praetor.cli.user.UsersLinkCommand;
import dev.praetor.cli.user.UsersListCommand;
import dev.praetor.cli.user.UsersRoleCommand;
import dev.praetor.cli.variable.VariablesCommand;
import dev.praetor.cli.variable.VariablesDeleteCommand;
import dev.praetor.cli.variable.VariablesGetCommand;
import dev.praetor.cli.variable.VariablesListCommand;
import dev.praetor.cli.variable.VariablesSetCommand;
import dev.praetor.cli.worker.RunnerCommand;
import dev.praetor.cli.worker.WorkerCommand;
import dev.praetor.cli.workers.PoolsCommand;
import dev.praetor.cli.workers.PoolsLimitCommand;
import dev.praetor.cli.workers.PoolsListCommand;
import dev.praetor.cli.workers.PoolsPauseCommand;
import dev.praetor.cli.workers.PoolsResumeCommand;
import dev.praetor.cli.workers.WorkersCommand;
import dev.praetor.cli.workers.WorkersDeleteCommand;
import dev.praetor.cli.workers.WorkersDrainCommand;
import dev.praetor.cli.workers.WorkersListCommand;
import dev.praetor.cli.workers.WorkersShowCommand;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/**
 * All commands. picocli needs milliseconds to prepare each command, which adds up to more than most
 * commands need for their work; so only the commands named on a command line are prepared. If it
 * names no existing command, as for help or with a misspelt name, all commands of that level are
 * prepared.
 */
final class Commands {
  private static final Map<String, Class<?>> ALL =
      byName(
          RunCommand.class,
          RunsCommand.class,
          RegisterCommand.class,
          FlowsCommand.class,
          FlowCommand.class,
          ScheduleCommand.class,
          SchedulesCommand.class,
          CacheCommand.class,
          SecretsCommand.class,
          VariablesCommand.class,
          LimitsCommand.class,
          EventsCommand.class,
          StoreCommand.class,
          ServerCommand.class,
          QueryCommand.class,
          KeysCommand.class,
          ProjectsCommand.class,
          UsersCommand.class,
          AuditCommand.class,
          ProfileCommand.class,
          DemoCommand.class,
          WorkerCommand.class,
          WorkersCommand.class,
          PoolsCommand.class,
          RunnerCommand.class);
  private static final Map<String, Class<?>> OF_RUNS =
      byName(
          RunsListCommand.class,
          RunsShowCommand.class,
          RunsWhyCommand.class,
          RunsLogsCommand.class,
          RunsResultsCommand.class,
          RunsArtifactsCommand.class,
          RunsPauseCommand.class,
          RunsResumeCommand.class,
          RunsRestartCommand.class,
          RunsReplayCommand.class,
          RunsCancelCommand.class,
          RunsApproveCommand.class,
          RunsSetStateCommand.class,
          RunsDeleteCommand.class,
          RunsPinCommand.class,
          RunsUnpinCommand.class,
          RunsPruneCommand.class);
  private static final Map<String, Class<?>> OF_FLOWS =
      byName(
          FlowsListCommand.class,
          FlowsRunCommand.class,
          FlowsShowCommand.class,
          FlowsVersionsCommand.class,
          FlowsDiffCommand.class,
          FlowsArchiveCommand.class,
          FlowsUnarchiveCommand.class,
          FlowsSetCommand.class);
  private static final Map<String, Class<?>> OF_SECRETS =
      byName(
          SecretsSetCommand.class,
          SecretsListCommand.class,
          SecretsUsesCommand.class,
          SecretsGrantCommand.class,
          SecretsRevokeCommand.class,
          SecretsRotateCommand.class,
          SecretsDeleteCommand.class);
  private static final Map<String, Class<?>> OF_VARIABLES =
      byName(
          VariablesSetCommand.class,
          VariablesGetCommand.class,
          VariablesListCommand.class,
          VariablesDeleteCommand.class);
  private static final Map<String, Class<?>> OF_SCHEDULES =
      byName(
          SchedulesListCommand.class,
          SchedulesShowCommand.class,
          SchedulesAddCommand.class,
          SchedulesUpdateCommand.class,
          SchedulesDeleteCommand.class,
          SchedulesRunNowCommand.class,
          SchedulesNextCommand.class,
          SchedulesPauseCommand.class,
          SchedulesResumeCommand.class,
          SchedulesSkipCommand.class,
          SchedulesUnskipCommand.class,
          ScheduleCommand.Preview.class);
  private static final Map<String, Class<?>> OF_LIMITS =
      byName(
          LimitsListCommand.class,
          LimitsShowCommand.class,
          LimitsSetCommand.class,
          LimitsDeleteCommand.class,
          LimitsReleaseCommand.class);
  private static final Map<String, Class<?>> OF_KEYS =
      byName(KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class);
  private static final Map<String, Class<?>> OF_PROJECTS =
      byName(ProjectsAddCommand.class, ProjectsListCommand.class);
  private static final Map<String, Class<?>> OF_USERS =
      byName(
          UsersAddCommand.class,
          UsersListCommand.class,
          UsersRoleCommand.class,
          UsersLinkCommand.class,
          UsersDisableCommand.class,
          UsersEnableCommand.class);
  private static final Map<String, Class<?>> OF_AUDIT =
      byName(AuditListCommand.class, AuditVerifyCommand.class);
  private static final Map<String, Class<?>> OF_EVENTS = byName(EventsListCommand.class);
  private static final Map<String, Class<?>> OF_STORE =
      byName(StoreBackupCommand.class, StoreCopyCommand.class);
  private static final Map<String, Class<?>> OF_WORKERS =
      byName(
          WorkersListCommand.class,
          WorkersShowCommand.class,
          WorkersDrainCommand.class,
          WorkersDeleteCommand.class);
  private static final Map<String, Class<?>> OF_POOLS =
      byName(
          PoolsListCommand.class,
          PoolsPauseCommand.class,
          PoolsResumeCommand.class,
          PoolsLimitCommand.class);
  private static final Map<String, Class<?>> OF_SERVERS = byName(ServerStatusCommand.class);
  private static final Map<String, Class<?>> OF_PROFILES =
      byName(
          ProfileAddCommand.class,
          ProfileUseCommand.class,
          ProfileListCommand.class,
          ProfileRemoveCommand.class);
  private static final Map<String, Class<?>> OF_CACHE =
      byName(CacheListCommand.class, CacheClearCommand.class);
  private static final Map<String, Map<String, Class<?>>> WITHIN =
      Map.ofEntries(
          Map.entry("runs", OF_RUNS),
          Map.entry("flows", OF_FLOWS),
          Map.entry("secrets", OF_SECRETS),
          Map.entry("variables", OF_VARIABLES),
          Map.entry("schedules", OF_SCHEDULES),
          Map.entry("limits", OF_LIMITS),
          Map.entry("events", OF_EVENTS),
          Map.entry("keys", OF_KEYS),
          Map.entry("projects", OF_PROJECTS),
          Map.entry("users", OF_USERS),
          Map.entry("audit", OF_AUDIT),
          Map.entry("store", OF_STORE),
          Map.entry("workers", OF_WORKERS),
          Map.entry("pools", OF_POOLS),
          Map.entry("server", OF_SERVERS),
          Map.entry("profile", OF_PROFILES),
          Map.entry("cache", OF_CACHE));

  private Commands() {}

  /** Creates the command line that parses and executes these arguments. */
  static CommandLine of(Object program, IFactory factory, String... args) {
    Iterator<String> words = Arrays.stream(args).filter(arg -> !arg.startsWith("-")).iterator();
    CommandLine root = new CommandLine(program, factory);
    String first = add(root, ALL, words);
    Map<String, Class<?>> within = WITHIN.get(first);
    if (within != null) {
      add(Objects.requireNonNull(root.getSubcommands().get(first)), within, words);
    }
    return root;
  }

  /**
   * Adds the command that the next word names and returns the word; if it names none, adds all
   * commands and returns an empty text.
   */
  private static String add(
      CommandLine to, Map<String, Class<?>> commands, Iterator<String> words) {
    String word = words.hasNext() ? words.next() : "";
    Class<?> named = commands.get(word);
    if (named != null) {
      to.addSubcommand(named);
      return word;
    }
    commands.values().forEach(to::addSubcommand);
    return "";
  }

  private static Map<String, Class<?>> byName(Class<?>... commands) {
    Map<String, Class<?>> named = new LinkedHashMap<>();
    for (Class<?> command : commands) {
      named.put(command.getAnnotation(Command.class).name(), command);
    }
    return named;
  }
}
