package dev.praetor.store;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.PasswordLinks;
import dev.praetor.store.access.RunnerTokens;
import dev.praetor.store.access.Sessions;
import dev.praetor.store.access.Users;
import dev.praetor.store.audit.AuditLog;
import dev.praetor.store.cache.CacheEntries;
import dev.praetor.store.cache.CachedResults;
import dev.praetor.store.cache.StoreCache;
import dev.praetor.store.control.RunEnds;
import dev.praetor.store.db.Durations;
import dev.praetor.store.db.QueryLimit;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.flow.SentContent;
import dev.praetor.store.history.Glances;
import dev.praetor.store.history.StateCounts;
import dev.praetor.store.project.Projects;
import dev.praetor.store.query.AuditPages;
import dev.praetor.store.query.ProjectQueries;
import dev.praetor.store.query.ProjectScope;
import dev.praetor.store.query.SecretQueries;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.UserQueries;
import dev.praetor.store.query.VariableQueries;
import dev.praetor.store.query.sql.VisibleProjects;
import dev.praetor.store.queue.BoundRuns;
import dev.praetor.store.queue.DueRuns;
import dev.praetor.store.queue.Limits;
import dev.praetor.store.queue.NeededCode;
import dev.praetor.store.queue.OwnersElsewhere;
import dev.praetor.store.queue.RunQueue;
import dev.praetor.store.queue.ServedFlows;
import dev.praetor.store.queue.WaitingRuns;
import dev.praetor.store.queue.WorkerDesk;
import dev.praetor.store.retention.PinnedRuns;
import dev.praetor.store.schedule.AddedSchedules;
import dev.praetor.store.schedule.Schedules;
import dev.praetor.store.schedule.ServedSchedules;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.secret.MasterKeys;
import dev.praetor.store.secret.SecretGrants;
import dev.praetor.store.signal.StoreSignals;
import dev.praetor.store.slot.StoreSlots;
import dev.praetor.store.variable.Variables;
import dev.praetor.store.worker.PoolMembers;
import dev.praetor.store.worker.Pools;
import dev.praetor.store.worker.Versions;
import dev.praetor.store.worker.Workers;
import dev.praetor.store.write.OwnerWatch;
import dev.praetor.store.write.RegisteredRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** The areas of a store beside the runs: what they contain is for others to read and to change. */
public abstract sealed class StoreAreas extends StoredHistory permits RunStore {
  private static final Duration LONGEST_QUESTION = Duration.ofSeconds(10);

  /** The number of questions at the same time, which leaves a connection for the store's work. */
  private static final int QUESTIONS = 3;

  private final ApiKeys apiKeys;
  private final QueryLimit ofQuestions = QueryLimit.of(LONGEST_QUESTION, QUESTIONS);

  StoreAreas(OpenParts parts) {
    super(parts);
    this.apiKeys = new ApiKeys(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the cached results of all processes that use this store. */
  public CacheStore cache() {
    return new StoreCache(parts.cache());
  }

  /** Returns the cached results as JSON, for a process that is elsewhere. */
  public CacheEntries cacheEntries() {
    return parts.cache();
  }

  /** Returns the cached results, to list and delete them. */
  public CachedResults cachedResults() {
    return new CachedResults(parts.query(), parts.writes());
  }

  /**
   * Returns the secrets in this store.
   *
   * @param home the folder with the file of their master key, unless the environment or a service
   *     has it; it is created when the first secret is set
   */
  public LocalSecrets secrets(Path home) {
    return secrets(MasterKeys.of(home));
  }

  /** Returns the secrets in this store, for a process with these master keys. */
  public LocalSecrets secrets(MasterKeys masters) {
    return new LocalSecrets(parts.query(), parts.writes(), parts.clock(), masters);
  }

  /** Returns the answers to queries for secrets. */
  public SecretQueries secretQueries() {
    return secretQueries(() -> ProjectScope.ALL);
  }

  /**
   * Returns the answers to queries for secrets.
   *
   * @param scope returns the projects whose secrets are found
   */
  public SecretQueries secretQueries(Supplier<ProjectScope> scope) {
    return new SecretQueries(
        parts.query().within(ofQuestions),
        () -> visible(scope.get()),
        new SecretGrants(parts.query(), parts.writes(), parts.clock()));
  }

  /** Returns the variables in this store. */
  public Variables variables() {
    return new Variables(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the answers to queries for variables. */
  public VariableQueries variableQueries() {
    return variableQueries(() -> ProjectScope.ALL);
  }

  /**
   * Returns the answers to queries for variables.
   *
   * @param scope returns the projects whose variables are found
   */
  public VariableQueries variableQueries(Supplier<ProjectScope> scope) {
    return new VariableQueries(parts.query().within(ofQuestions), () -> visible(scope.get()));
  }

  /** Returns the keys with which programs use a server on this store. */
  public ApiKeys apiKeys() {
    return apiKeys;
  }

  /** Returns the tokens with which runners use a server on this store. */
  public RunnerTokens runnerTokens() {
    return new RunnerTokens(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns which workers, runners and packages belong to which pools. */
  public PoolMembers poolMembers() {
    return new PoolMembers(parts.query());
  }

  /** Returns the people who use a server on this store. */
  public Users users() {
    return new Users(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the links with which people set their passwords. */
  public PasswordLinks passwordLinks() {
    return new PasswordLinks(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the sessions of people who are logged in. */
  public Sessions sessions() {
    return new Sessions(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the answers to queries about users. */
  public UserQueries userQueries() {
    return new UserQueries(parts.query().within(ofQuestions), () -> visible(ProjectScope.ALL));
  }

  /** Returns the log of what callers of a server changed, and of what was refused to them. */
  public AuditLog auditLog() {
    return new AuditLog(parts.query(), parts.writes());
  }

  /** Returns the audit log in pages, by conditions and orders that are put together at run time. */
  public AuditPages auditPages() {
    return new AuditPages(parts.query().within(ofQuestions), () -> visible(ProjectScope.ALL));
  }

  /** Returns the schedules of served flows, to list, pause and resume them. */
  public Schedules schedules() {
    return new Schedules(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the schedules of the flows that this process and others serve. */
  public ServedSchedules servedSchedules() {
    return new ServedSchedules(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the answers to queries that are put together at run time, as an API does. */
  public StoreQueries queries() {
    return queries(() -> ProjectScope.ALL);
  }

  /**
   * Returns the answers to queries that are put together at run time.
   *
   * @param scope returns the projects whose things are found
   */
  public StoreQueries queries(Supplier<ProjectScope> scope) {
    return new StoreQueries(
        parts.query().within(ofQuestions),
        () -> visible(scope.get()),
        parts.reader(),
        parts.tasks(),
        schedules());
  }

  /**
   * Returns the answers to queries about projects that are put together at run time.
   *
   * @param scope returns the projects that are found
   */
  public ProjectQueries projectQueries(Supplier<ProjectScope> scope) {
    return new ProjectQueries(parts.query().within(ofQuestions), () -> visible(scope.get()));
  }

  private VisibleProjects visible(ProjectScope scope) {
    return new VisibleProjects(
        scope.only().isEmpty(),
        () ->
            scope
                .only()
                .map(names -> names.stream().sorted().toList())
                .orElseGet(projects()::names));
  }

  /** Returns the projects, each with flows of its own. */
  public Projects projects() {
    return new Projects(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the flows that are registered, with their versions. */
  public RegisteredFlows registeredFlows() {
    return new RegisteredFlows(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the files of the packages of registered flows. */
  public PackageFiles packageFiles() {
    return new PackageFiles(parts.query(), parts.writes(), parts.blobs(), parts.clock());
  }

  /** Returns what was sent for projects. */
  public SentContent sentContent() {
    return new SentContent(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the runs that wait, to claim runs that can start. */
  public RunQueue queue() {
    return parts.queue();
  }

  /** Returns the runs that are due, to record that they are queued. */
  public DueRuns dueRuns() {
    return new DueRuns(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the waiting runs that only this process starts. */
  public BoundRuns boundRuns() {
    return parts.boundRuns();
  }

  /** Returns the runs that wait, to explain why and to hold them back. */
  public WaitingRuns waiting() {
    return parts.waiting();
  }

  /** Returns the owners of runs in other processes, to resume the runs of processes that ended. */
  public OwnersElsewhere ownersElsewhere() {
    return parts.owners();
  }

  /** Returns the watch over the owners of runs. */
  public OwnerWatch ownerWatch() {
    return parts.watch();
  }

  /** Returns the ends of runs in other processes, to wait for them. */
  public RunEnds ends() {
    return parts.ends();
  }

  /** Returns the signals of changes, by this process or by others. */
  public StoreSignals signals() {
    return parts.signals();
  }

  /**
   * Returns the longest time between two looks of those who wait for changes by other processes.
   */
  public Duration sweep() {
    return parts.sweep();
  }

  /** Returns the entry for runs of registered flows, whose code this process does not have. */
  public RegisteredRuns registeredRuns() {
    return new RegisteredRuns(parts.path());
  }

  /** Returns the packages whose code is needed by runs. */
  public NeededCode neededCode() {
    return new NeededCode(parts.query(), parts.clock());
  }

  /** Returns the versions of the servers and workers that have this store open. */
  public Versions versions() {
    return new Versions(parts.query(), parts.writes(), parts.clock(), parts.writer().self());
  }

  /** Returns the workers of this store. */
  public Workers workers() {
    return new Workers(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the place at which workers report, and hear what they have to do. */
  public WorkerDesk workerDesk() {
    return new WorkerDesk(workers(), neededCode(), queries(), sweep(), parts.clock());
  }

  /** Returns the pools of workers. */
  public Pools pools() {
    return new Pools(parts.query(), parts.writes(), parts.clock());
  }

  /** Returns the runs that are kept by retention and pruning. */
  public PinnedRuns pinnedRuns() {
    return parts.pinnedRuns();
  }

  /** Returns the schedules that people add to flows. */
  public AddedSchedules addedSchedules() {
    return new AddedSchedules(schedules(), parts.writes(), parts.clock());
  }

  /** Returns the flows whose waiting runs this process starts. */
  public ServedFlows servedFlows() {
    return new ServedFlows(parts.writes(), parts.clock(), parts.writer().self());
  }

  /** Returns glances at this store, by which changes are found. */
  public Glances glances() {
    return new Glances(parts.query());
  }

  /** Returns how long transactions of this process take. */
  public Durations commitTimes() {
    return parts.writer().commitTimes();
  }

  /** Returns how long claims of this process take, including the wait for their transaction. */
  public Durations claimTimes() {
    return parts.queue().claimTimes();
  }

  /** Returns the health of this store. */
  public StoreHealth health() {
    return new StoreHealth(parts.query(), parts.writes());
  }

  /** Returns the numbers of runs and task runs in each state. */
  public StateCounts stateCounts() {
    return new StateCounts(parts.query());
  }

  /** Returns the limits over all runs of this store. */
  public Limits limits() {
    return new Limits(parts.query(), parts.writes(), parts.clock(), parts.limitedTags());
  }

  /** Returns the slots of limited tags over all runs of this store. */
  public AttemptSlots slots() {
    return new StoreSlots(parts.limitedTags(), parts.ownSlots());
  }

  /** Frees the slots of processes that ended now, rather than within a second. */
  void sweepSlots() {
    parts.slotWatch().sweep();
  }

  /** Returns the id of this process in the store. */
  String self() {
    return parts.writer().self();
  }

  /** Returns the number of transactions that were committed since the store was opened. */
  long commits() {
    return parts.writer().commits();
  }

  /** Returns the number of writes that failed and were retried since the store was opened. */
  int failures() {
    return parts.writer().failures();
  }
}
