package dev.praetor.engine.local;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Problem;
import dev.praetor.RunId;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.cache.MemoryCache;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.loop.ChildRun;
import dev.praetor.engine.loop.RunContext;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.run.RunIds;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.run.TaskBodies;
import dev.praetor.engine.run.ValueSources;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.Parameters;
import dev.praetor.engine.task.RunNames;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of a flow in this process, before it starts. Immutable; each {@code with…} returns a copy.
 *
 * @param <R> the type of the flow's value
 */
public final class LocalRun<R extends @Nullable Object> {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  /** The settings of a run that is recorded nowhere. */
  public static final RunSettings DEFAULTS =
      new RunSettings(
          Timekeeper.system(),
          ValueSources.ENVIRONMENT,
          RunListener.NONE,
          new RunSettings.Persistence(Journal.NONE, CacheStore.NONE),
          AttemptSlots.UNLIMITED,
          RunSettings.StopPolicy.DEFAULT,
          TaskBodies.OWN);

  private final FlowDefinition flow;
  private final RunSettings settings;
  private final Identity identity;

  /** The identity of the run: its id, its name, its time, its past and its parent. */
  private record Identity(
      Optional<RunId> id,
      Optional<String> name,
      Optional<Instant> scheduled,
      Optional<Journal.Parent> parent,
      Optional<RunId> restartOf,
      StartFrom continuation,
      Optional<Masker> shared) {
    static final Identity NEW =
        new Identity(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            StartFrom.FRESH,
            Optional.empty());

    Identity withId(RunId id) {
      return new Identity(
          Optional.of(id), name, scheduled, parent, restartOf, continuation, shared);
    }

    Identity withName(String other) {
      return new Identity(
          id, Optional.of(other), scheduled, parent, restartOf, continuation, shared);
    }

    Identity withScheduled(Instant time) {
      return new Identity(id, name, Optional.of(time), parent, restartOf, continuation, shared);
    }

    Identity withParent(Journal.Parent around, Masker masker) {
      return new Identity(
          id, name, scheduled, Optional.of(around), restartOf, continuation, Optional.of(masker));
    }
  }

  private LocalRun(FlowDefinition flow, RunSettings settings, Identity identity) {
    this.flow = flow;
    this.settings = settings;
    this.identity = identity;
  }

  public static <R extends @Nullable Object> LocalRun<R> of(Flow<R> flow) {
    return new LocalRun<>(flow.definition(), DEFAULTS, Identity.NEW);
  }

  /** Creates a run of a flow whose value's type is not known. */
  public static LocalRun<?> of(FlowDefinition flow) {
    return new LocalRun<>(flow, DEFAULTS, Identity.NEW);
  }

  public LocalRun<R> with(UnaryOperator<RunSettings> change) {
    return new LocalRun<>(flow, change.apply(settings), identity);
  }

  public LocalRun<R> withId(RunId id) {
    return identity(identity.withId(id));
  }

  /** Gives the run a name in place of the name that the flow makes for it. */
  public LocalRun<R> named(String name) {
    return identity(identity.withName(name));
  }

  public LocalRun<R> scheduledAt(Instant time) {
    return identity(identity.withScheduled(time));
  }

  /** Makes the run due at a time that a person asks for; a time in the past is now. */
  public LocalRun<R> dueAt(Instant time) {
    return time.isAfter(settings.time().instant()) ? scheduledAt(time) : this;
  }

  /**
   * Resumes a run whose process has ended: task runs that have ended are kept, and attempts that
   * were running have crashed. A run that had ended is returned as it was.
   */
  public LocalRun<R> resuming(RecordedRun before) {
    RestartPlan lost = RestartPlan.ofResumed(flow.graph(), before);
    RecordedRun.Header header = before.header();
    return identity(
        new Identity(
            Optional.of(header.id()),
            identity.name(),
            Optional.of(header.scheduled()),
            identity.parent(),
            identity.restartOf(),
            new StartFrom.Resumed(before, lost),
            identity.shared()));
  }

  /**
   * Restarts an earlier run as planned: the restart is a new run with the due time of the earlier
   * one.
   */
  public LocalRun<R> restarting(RecordedRun earlier, RestartPlan plan) {
    RecordedRun.Header header = earlier.header();
    return identity(
        new Identity(
            identity.id(),
            identity.name(),
            Optional.of(header.scheduled()),
            identity.parent(),
            Optional.of(header.id()),
            new StartFrom.Restarted(earlier, plan),
            identity.shared()));
  }

  /** Creates a run of another flow as a part of its parent run; the caller begins it. */
  static StartedRun<?> createChild(RunContext parent, ChildRun.Request request) {
    Identity child =
        Identity.NEW
            .withScheduled(parent.scheduled())
            .withParent(new Journal.Parent(parent.id(), request.task()), parent.masker());
    RunListener around = parent.settings().listener();
    WithinListener listener = new WithinListener(around, request.task());
    RunSettings inherited =
        parent.settings().withListener(around == RunListener.NONE ? around : listener);
    LocalRun<?> local = new LocalRun<>(request.flow(), inherited, child);
    LocalRun<?> begins =
        request.before().isPresent() ? local.resuming(request.before().get()) : local;
    StartedRun<?> created = begins.created(request.arguments().toArray(Argument[]::new));
    listener.created(created);
    return created;
  }

  private StartedRun<R> created(Argument... arguments) {
    return create(plan(arguments));
  }

  private LocalRun<R> identity(Identity other) {
    return new LocalRun<>(flow, settings, other);
  }

  /** Starts the run and waits for its end. If this thread is interrupted, the run is cancelled. */
  public FlowResult<R> run(Argument... arguments) {
    return UninterruptedWait.await(start(arguments));
  }

  /**
   * Starts the run.
   *
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments; nothing has been
   *     started or recorded then
   */
  public FlowRun<R> start(Argument... arguments) {
    return start(plan(arguments));
  }

  /**
   * Starts a run as planned.
   *
   * @param request the request that {@link #plan} returned
   */
  public StartedRun<R> start(RunRequest request) {
    StartedRun<R> started = create(request);
    started.begin();
    return started;
  }

  private StartedRun<R> create(RunRequest request) {
    for (Problem warning : flow.warnings()) {
      LOG.atWarn().addKeyValue("flow", flow.name()).log("{}", warning);
    }
    return new StartedRun<>(request, withCache());
  }

  /**
   * Plans the run: checks the arguments, and determines its id, its name and its times.
   *
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments
   */
  public RunRequest plan(Argument... arguments) {
    Map<String, @Nullable Object> parameters =
        Parameters.read(flow.name(), flow.graph().parameters(), arguments);
    Instant now = settings.time().instant();
    Instant created =
        identity.continuation() instanceof StartFrom.Resumed resumed
            ? resumed.before().header().times().created()
            : now;
    Instant scheduled = identity.scheduled().orElse(now);
    Masker masker = identity.shared().orElseGet(Masker::new);
    String name =
        identity
            .name()
            .orElseGet(() ->
                RunNames.fill(
                    flow.name(),
                    flow.options().runName(),
                    hideSecrets(parameters, masker),
                    scheduled));
    return new RunRequest(
        identity.id().orElseGet(() -> RunIds.at(now)),
        flow.name(),
        flow.graph(),
        flow.options(),
        parameters,
        new RunRequest.RunIdentity(
            new Journal.Times(created, scheduled), name, identity.parent(), identity.restartOf()),
        identity.continuation(),
        masker);
  }

  /**
   * Plans the run as {@link #plan} does, and masks the secrets that its tasks may read, so that the
   * plan can be recorded before the run starts.
   */
  public RunRequest planToRecord(Argument... arguments) {
    RunRequest request = plan(arguments);
    request.hideSecrets(settings.sources().secrets().forRun(request.id().value()));
    return request;
  }

  /** Masks the secret parameters from now on, and returns the parameters that may be shown. */
  private Map<String, @Nullable Object> hideSecrets(
      Map<String, @Nullable Object> parameters, Masker masker) {
    Map<String, @Nullable Object> shown = new HashMap<>(parameters);
    flow.graph().parameters().stream()
        .filter(ParameterDefinition::secret)
        .forEach(parameter -> {
          String name = parameter.name();
          SecretParameters.hide(flow.graph(), name, parameters.get(name), masker);
          shown.put(name, "***");
        });
    return shown;
  }

  /** Returns the settings, with a cache for this run on its own clock if they have no cache. */
  private RunSettings withCache() {
    RunSettings.Persistence given = settings.persistence();
    return given.cache() == CacheStore.NONE
        ? settings.withPersistence(
            new RunSettings.Persistence(given.journal(), new MemoryCache(settings.time())))
        : settings;
  }
}
