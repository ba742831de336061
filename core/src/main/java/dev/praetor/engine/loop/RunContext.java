package dev.praetor.engine.loop;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.cache.CacheKeys;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.events.AuthorCode;
import dev.praetor.engine.events.EngineThreads;
import dev.praetor.engine.events.Event;
import dev.praetor.engine.events.Mailbox;
import dev.praetor.engine.events.RunClock;
import dev.praetor.engine.events.UnwrittenValues;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRuns;
import dev.praetor.engine.taskruns.ValueReader;
import dev.praetor.spi.SecretProvider;
import dev.praetor.spi.VariableProvider;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * The part of a run that any thread may access. Thread-safe: only the mailbox, the masker and the
 * unwritten values change, and these are thread-safe themselves.
 */
public final class RunContext {
  private final RunRequest request;
  private final RunSettings settings;
  private final ValueReader values;
  private final Mailbox mailbox = new Mailbox();
  private final AuthorCode.Surroundings surroundings =
      new AuthorCode.Surroundings(mailbox, Thread.currentThread().getContextClassLoader());
  private final RunClock clock;
  private final boolean attributesLogs = !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
  private final UnwrittenValues unwritten = new UnwrittenValues();
  private final String idText;
  private final SecretProvider secrets;
  private final VariableProvider variables;

  public RunContext(RunRequest request, RunSettings settings, NodeRuns runs) {
    this.request = request;
    this.settings = settings;
    this.idText = request.id().toString();
    this.secrets = settings.sources().secrets().forRun(request.id().value());
    this.variables = settings.sources().variables().forRun(request.id().value());
    this.values = new ValueReader(runs, request.parameters(), codecs());
    this.clock = new RunClock(settings.time(), latest(request));
  }

  /** Returns the latest time that the run has recorded in an earlier process. */
  private static Instant latest(RunRequest request) {
    return request.startFrom() instanceof StartFrom.Resumed resumed
        ? resumed.before().latest()
        : Instant.MIN;
  }

  public RunId id() {
    return request.id();
  }

  /** Returns the id as a text, which costs as much as a small task if it is made for each. */
  String idText() {
    return idText;
  }

  RunRequest request() {
    return request;
  }

  String flow() {
    return request.flow();
  }

  public Instant scheduled() {
    return request.scheduled();
  }

  Map<String, @Nullable Object> parameters() {
    return request.parameters();
  }

  public RunSettings settings() {
    return settings;
  }

  /** Returns the clock whose times are recorded. */
  RunClock clock() {
    return clock;
  }

  public Masker masker() {
    return request.masker();
  }

  SecretProvider secrets() {
    return secrets;
  }

  VariableProvider variables() {
    return variables;
  }

  Journal journal() {
    return settings.persistence().journal();
  }

  CacheStore cache() {
    return settings.persistence().cache();
  }

  CacheStore.Request cacheRequest(GraphNode node, @Nullable Object[] arguments) throws Exception {
    CacheKeys.InRun run =
        new CacheKeys.InRun(request.id(), request.flow(), request.parameters(), codecs());
    return CacheKeys.request(run, node, arguments);
  }

  TaskBody bodyOf(GraphNode node, TaskDefinition task) {
    return settings.bodies().of(node, task);
  }

  public Codecs codecs() {
    return request.graph().codecs();
  }

  public ValueReader values() {
    return values;
  }

  /**
   * Returns whether the logging framework supports attributes, which hold the names of a run and
   * its task runs.
   */
  boolean attributesLogs() {
    return attributesLogs;
  }

  UnwrittenValues unwritten() {
    return unwritten;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** Passes an event to the owner of the run. */
  void offer(Event event) {
    mailbox.offer(event);
  }

  /** Starts a call of code of an author, which returns to the owner of the run. */
  void startCall(String name, AuthorCode call, boolean urgent) {
    call.start(surroundings, threadName(name), urgent);
  }

  /** Starts a call elsewhere if it still waits for a processor; returns whether it does. */
  boolean startElsewhere(String name, AuthorCode call) {
    return call.startElsewhere(surroundings, threadName(name));
  }

  private String threadName(String name) {
    return "run-" + idText + "/" + name;
  }

  /**
   * Masks secrets before the run is recorded. Those of a run within another one are masked with
   * that one's already.
   */
  void hideSecretsBefore() {
    if (request.identity().parent().isEmpty()) {
      hideSecrets();
    }
  }

  /**
   * Masks the secrets of a run within another one after it is recorded, as some are given out to
   * recorded runs only.
   */
  CompletableFuture<Void> hideSecretsAfter(CompletableFuture<Void> recorded) {
    return request.identity().parent().isPresent() && request.declaresSecrets()
        ? recorded.thenRunAsync(this::hideSecrets, EngineThreads.waiting())
        : recorded;
  }

  /**
   * Masks all secrets that the tasks of the flow, and of the flows in it, may read, from the first
   * output of the run on.
   */
  public void hideSecrets() {
    request.hideSecrets(secrets);
  }
}
