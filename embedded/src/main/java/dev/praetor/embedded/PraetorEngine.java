package dev.praetor.embedded;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.InvalidRun;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.embedded.run.Door;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.run.FlowCode;
import dev.praetor.embedded.run.KnownFlows;
import dev.praetor.embedded.run.PlannedRestart;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.embedded.run.RunsWaitingHere;
import dev.praetor.embedded.serve.ScheduleEvents;
import dev.praetor.embedded.serve.ServedScheduleSet;
import dev.praetor.embedded.serve.Serving;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.UninterruptedWait;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.RunHistory;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.queue.Limits;
import dev.praetor.store.schedule.Schedules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A durable engine inside an application. Each run is recorded at the engine's home; what has ended
 * stays, whatever happens to the process. Several processes may have engines at one home. Opened by
 * {@code Praetor.open(Home.of(…))}. Thread-safe.
 */
public final class PraetorEngine implements AutoCloseable {
  private final Runnable closing;
  private final RunStore store;
  private final EngineSettings settings;
  private final KnownFlows flows;
  private final RunsInProgress inProgress;
  private final RunsWaitingHere waiting = new RunsWaitingHere();
  private final Door door;
  private final Serving serving;
  private final ServedScheduleSet schedules;

  /**
   * Creates an engine on an open store, which stays open when the engine is closed. For Praetor's
   * own programs; applications open a {@link Home}.
   */
  public PraetorEngine(RunStore store, EngineSettings settings, ScheduleEvents events) {
    this(store, settings, events, () -> {});
  }

  PraetorEngine(RunStore store, EngineSettings settings, ScheduleEvents events, Runnable closing) {
    this.closing = closing;
    this.store = store;
    this.settings = settings;
    this.flows = new KnownFlows(store, settings);
    this.inProgress = new RunsInProgress(store, settings, this::roomChanged);
    this.door = new Door(store, inProgress, waiting);
    this.serving =
        new Serving(
            store,
            door,
            new Serving.Runs(flows, waiting, inProgress),
            Timekeeper.system(),
            settings.hooks().waits());
    this.schedules = new ServedScheduleSet(store, Timekeeper.system(), events);
  }

  private void roomChanged() {
    serving.roomChanged();
  }

  /**
   * Runs a flow and waits for its end. If this thread is interrupted, the run is cancelled.
   *
   * @throws InvalidRun if the flow cannot run with these arguments; nothing is recorded
   */
  public <R extends @Nullable Object> FlowResult<R> run(Flow<R> flow, Argument... arguments) {
    return UninterruptedWait.await(start(flow, arguments));
  }

  /**
   * Starts a run of a flow. The run is recorded when this method returns, and then survives this
   * process.
   *
   * @throws InvalidRun if the flow cannot run with these arguments; nothing is recorded
   */
  public <R extends @Nullable Object> EngineRun<R> start(Flow<R> flow, Argument... arguments) {
    return start(flow, StartOptions.NONE, arguments);
  }

  /**
   * Starts a run of a flow on terms: at a later time, once for a key, with labels or a priority. A
   * run that cannot start at once waits, and a process that serves the flow starts it; {@link
   * #waiting} explains why it waits.
   *
   * @throws InvalidRun if the flow cannot run with these arguments; nothing is recorded
   * @throws PraetorException if the run would have to wait, and a value of a parameter is not
   *     recorded because it is secret
   */
  public <R extends @Nullable Object> EngineRun<R> start(
      Flow<R> flow, StartOptions options, Argument... arguments) {
    FlowCode<R> code = code(flow, options);
    return enter(code, code.fresh(), options, Optional.empty(), arguments);
  }

  private <R extends @Nullable Object> EngineRun<R> enter(
      FlowCode<R> code,
      LocalRun<R> fresh,
      StartOptions options,
      Optional<String> restartFrom,
      Argument... arguments) {
    Door.Entered<R> entered =
        door.enter(code, local(fresh, options), options.entry(), restartFrom, arguments);
    awaitBound();
    return handle(entered, code.flow());
  }

  /** Begins to look after the runs that wait here, if there are any. */
  private void awaitBound() {
    if (!waiting.isEmpty()) {
      serving.start();
      serving.wake();
    }
  }

  /**
   * Starts a run of a flow in the transaction of a connection to this engine's PostgreSQL database.
   * The run begins when the transaction commits; if it is rolled back, there is no run.
   *
   * @param connection a connection in a transaction, which is neither committed nor closed
   * @throws InvalidRun if the flow cannot run with these arguments; nothing is recorded
   * @throws SQLException if the database refuses; the transaction can only be rolled back then
   */
  public <R extends @Nullable Object> EngineRun<R> start(
      Connection connection, Flow<R> flow, StartOptions options, Argument... arguments)
      throws SQLException {
    FlowCode<R> code = code(flow, StartOptions.NONE);
    Door.Entered<R> entered =
        door.enter(connection, code, local(code.fresh(), options), options.entry(), arguments);
    return handle(entered, flow);
  }

  /** Returns the code of a flow, whose waiting runs this process starts unless they are bound. */
  private <R extends @Nullable Object> FlowCode<R> code(Flow<R> flow, StartOptions options) {
    if (!options.entry().bound() && flows.served(flow.name()).isEmpty()) {
      serveRuns(List.of(flow));
    }
    return flows.of(flow);
  }

  private static <R extends @Nullable Object> LocalRun<R> local(
      LocalRun<R> fresh, StartOptions options) {
    return options.due().map(fresh::dueAt).orElse(fresh);
  }

  private <R extends @Nullable Object> EngineRun<R> handle(Door.Entered<R> entered, Flow<R> flow) {
    return new EngineRun<>(entered, flow, store, inProgress);
  }

  /**
   * Serves flows: this process makes the runs of their schedules, starts their waiting runs, and
   * resumes their runs whose processes ended. Several processes may serve a flow at one home: each
   * occurrence of its schedule makes one run. The waiting runs of a flow that is started here are
   * started by this process too, but its schedule runs only when it is served.
   *
   * {@snippet file="dev/praetor/embedded/SchedulesTest.java" region="serve"}
   *
   * @throws IllegalArgumentException if another flow of the same name is served
   * @throws PraetorException if the home cannot be written to
   */
  public void serve(Flow<?>... served) {
    serve(List.of(served), List.of());
  }

  /**
   * Serves a flow as {@link #serve} does, and gives arguments to the runs of its schedule, which
   * take precedence over those of the clocks.
   *
   * @throws IllegalArgumentException if another flow of the same name is served
   * @throws PraetorException if the home cannot be written to
   */
  public void serveWith(Flow<?> flow, Argument... given) {
    serve(List.of(flow), List.of(given));
  }

  /**
   * Starts the waiting runs of flows and resumes their runs whose processes ended, as {@link
   * #serve} does, but leaves the times of their schedules to another process. For Praetor's own
   * programs.
   *
   * @throws IllegalArgumentException if another flow of the same name is served
   * @throws PraetorException if the home cannot be written to
   */
  public void serveWithoutSchedules(List<Flow<?>> served) {
    serveRuns(served);
  }

  /**
   * Serves the flows of a registered package as {@link #serveWithoutSchedules} does, in every
   * project that has registered it.
   *
   * @param sha256 the SHA-256 of the package
   * @throws IllegalArgumentException if another flow of the same name is served
   * @throws PraetorException if the home cannot be written to
   */
  public void servePackage(String sha256, List<Flow<?>> served) {
    flows.ofPackage(sha256);
    serveRuns(served);
  }

  private void serve(List<Flow<?>> served, List<Argument> given) {
    serveRuns(served);
    List<FlowCode<?>> codes = new ArrayList<>();
    served.forEach(flow -> codes.add(flows.of(flow)));
    schedules.add(door, codes, given);
  }

  private void serveRuns(List<Flow<?>> served) {
    List<Flow<?>> fresh = new ArrayList<>();
    for (Flow<?> flow : served) {
      boolean isNew = flows.served(flow.name()).isEmpty();
      if (flows.serve(flow) != flow) {
        throw new IllegalArgumentException(
            "another flow with the name '"
                + flow.name()
                + "' is served already; define each flow once");
      }
      if (isNew) {
        fresh.add(flow);
      }
    }
    store.servedFlows().add(fresh, settings.slots(), flows.project());
    serving.start();
    serving.wake();
  }

  /** Returns a recorded run. */
  public Optional<StoredRun> find(RunId id) {
    return store.find(id);
  }

  /**
   * Returns a recorded run with the code of its flow, to wait for its end or to control it.
   *
   * @throws StoreFailed if there is no such run, or it is a run of another flow
   */
  public <R extends @Nullable Object> EngineRun<R> follow(RunId id, Flow<R> flow) {
    StoredRun _ = require(id, flow);
    return handle(Door.Entered.recorded(id), flow);
  }

  /**
   * Resumes a run whose process ended before it did, in this process. A run that had not started
   * waits here as if it were started {@linkplain StartOptions#here here}.
   *
   * @param given arguments for the parameters whose values are not recorded, because they are
   *     secret; others are read from the record
   * @throws InvalidRun if a value of a parameter is neither given nor recorded
   * @throws StoreFailed if there is no such run, it has ended, it is a part of another run, was run
   *     with other code, or its owner is alive
   */
  public <R extends @Nullable Object> EngineRun<R> resume(
      RunId id, Flow<R> flow, Argument... given) {
    StoredRun run = require(id, flow);
    Argument[] arguments = again(run, flow, given).toArray(Argument[]::new);
    Door.Entered<R> entered =
        run.isWaiting()
            ? door.adopt(flows.of(flow), run, arguments)
            : door.resume(flows.of(flow), run, arguments);
    awaitBound();
    return handle(entered, flow);
  }

  /**
   * Plans a restart of a run that has ended, or whose process has: a new run, which reuses what
   * need not run again. Nothing is recorded until it starts.
   *
   * @param from the place from which it runs again: {@code failed}, {@code all}, or the path of a
   *     task run such as {@code send[3]}
   * @param given the arguments that differ from those of the earlier run, and those whose values
   *     are not recorded; others are read from the record
   * @throws InvalidRun if a value of a parameter is neither given nor recorded
   * @throws PraetorException if there is no such run, it is in progress, or {@code from} names no
   *     task run
   */
  public <R extends @Nullable Object> Restart<R> planRestart(
      RunId earlier, Flow<R> flow, String from, Argument... given) {
    StoredRun run = require(earlier, flow);
    if (!run.state().isFinished() && !run.isLost()) {
      throw StoreFailed.conflict(
          earlier,
          "run %s has not ended, and %s owns it".formatted(earlier, run.owner().name()),
          "cancel it first");
    }
    return new Restart<>(PlannedRestart.of(store, flow, run, from, again(run, flow, given)));
  }

  /**
   * Starts a restart as it was planned.
   *
   * @throws PraetorException if the run would have to wait, and a value of a parameter is not
   *     recorded because it is secret
   */
  public <R extends @Nullable Object> EngineRun<R> start(Restart<R> restart, StartOptions options) {
    PlannedRestart<R> planned = restart.planned();
    FlowCode<R> code = code(planned.flow(), options);
    Argument[] arguments = planned.arguments().toArray(Argument[]::new);
    return enter(code, planned.fresh(code), options, Optional.of(planned.from()), arguments);
  }

  private static List<Argument> again(StoredRun run, Flow<?> flow, Argument... given) {
    return FlowParameters.again(flow, run.parameters(), run.parameterNotes(), List.of(given));
  }

  private StoredRun require(RunId id, Flow<?> flow) {
    StoredRun run = store.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    if (!run.flow().equals(flow.name())) {
      throw StoreFailed.conflict(
          id,
          "run %s is a run of flow '%s', not of '%s'".formatted(id, run.flow(), flow.name()),
          "name its own flow");
    }
    return run;
  }

  /** Returns the recorded runs, task runs and results. */
  public RunHistory history() {
    return store;
  }

  /** Returns the reasons for which a run waits now; empty if it starts next or does not wait. */
  public List<WaitReason> waiting(RunId id) {
    return store.waiting().reasons(id);
  }

  /**
   * Returns the schedules of the flows that processes at this home serve or have served, to list,
   * pause and resume them, and to leave out single times.
   */
  public Schedules schedules() {
    return store.schedules();
  }

  /** Returns the limits over all runs at this home. */
  public Limits limits() {
    return store.limits();
  }

  /**
   * Starts no more runs, makes no more of schedules, and leaves runs that only wait longer than the
   * grace period to other processes. For Praetor's own programs.
   *
   * @return completed when no run is in progress here any more
   */
  public CompletableFuture<Void> retire() {
    schedules.close();
    serving.close();
    return inProgress.retire(settings.grace());
  }

  /**
   * Closes the engine: nothing more starts here, runs in progress have the grace period to end, and
   * runs that have not ended by then are left to other processes or to the next start. A run that
   * only waits, for an approval or for a time after the grace period, is left at once.
   */
  @Override
  public void close() {
    schedules.close();
    serving.close();
    inProgress.handOver(settings.grace());
    try {
      if (!flows.servedKeys().isEmpty()) {
        store.servedFlows().clear();
      }
    } finally {
      closing.run();
    }
  }
}
