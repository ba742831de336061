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
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.embedded.serve.ScheduleEvents;
import dev.praetor.embedded.serve.ServedScheduleSet;
import dev.praetor.embedded.serve.Serving;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.local.LocalRun;
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
import org.jspecify.annotations.Nullable;

/**
 * A durable engine inside an application. Each run is recorded at the engine's home; what has ended
 * stays, whatever happens to the process. Several processes may have engines at one home. Opened by
 * {@code Praetor.open(Home.of(…))}. Thread-safe.
 */
public final class PraetorEngine implements AutoCloseable {
  private final RunStore store;
  private final EngineSettings settings;
  private final KnownFlows flows;
  private final RunsInProgress inProgress;
  private final Door door;
  private final Serving serving;
  private final ServedScheduleSet schedules;

  /**
   * Creates an engine on an open store, which it closes. For Praetor's own programs; applications
   * open a {@link Home}.
   */
  public PraetorEngine(RunStore store, EngineSettings settings, ScheduleEvents events) {
    this.store = store;
    this.settings = settings;
    this.flows = new KnownFlows(store, settings);
    this.inProgress =
        new RunsInProgress(store, settings.slots(), this::roomChanged, settings.hooks().begun());
    this.serving = new Serving(store, flows, inProgress, Timekeeper.system());
    this.door = new Door(inProgress);
    this.schedules = new ServedScheduleSet(store, door, Timekeeper.system(), events);
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
    EngineRun<R> run = start(flow, arguments);
    boolean interrupted = false;
    while (true) {
      try {
        FlowResult<R> result = run.await();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return result;
      } catch (InterruptedException e) {
        interrupted = true;
        run.cancel("the thread that waited for it was interrupted");
      }
    }
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
    FlowCode<R> code = code(flow);
    Door.Entered<R> entered =
        door.enter(code, local(code, options), options.entry(), Optional.empty(), arguments);
    return handle(entered, flow);
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
    FlowCode<R> code = code(flow);
    Door.Entered<R> entered =
        door.enter(connection, code, local(code, options), options.entry(), arguments);
    return handle(entered, flow);
  }

  private <R extends @Nullable Object> FlowCode<R> code(Flow<R> flow) {
    if (flows.served(flow.name()).isEmpty()) {
      serveRuns(List.of(flow));
    }
    return flows.of(flow);
  }

  private static <R extends @Nullable Object> LocalRun<R> local(
      FlowCode<R> code, StartOptions options) {
    LocalRun<R> fresh = code.fresh();
    return options.due().isPresent() ? fresh.scheduledAt(options.due().get()) : fresh;
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

  private void serve(List<Flow<?>> served, List<Argument> given) {
    serveRuns(served);
    List<FlowCode<?>> codes = new ArrayList<>();
    served.forEach(flow -> codes.add(flows.of(flow)));
    schedules.add(codes, given);
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
    store.servedFlows().add(fresh, settings.slots());
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
    StoredRun run = store.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    if (!run.flow().equals(flow.name())) {
      throw StoreFailed.conflict(
          id,
          "run %s is a run of flow '%s', not of '%s'".formatted(id, run.flow(), flow.name()),
          "follow it with its own flow");
    }
    return new EngineRun<>(
        new Door.Entered<>(id, false, Optional.empty()), flow, store, inProgress);
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
   * Closes the engine: nothing more starts here, runs in progress have the grace period to end, and
   * runs that have not ended by then are left to other processes or to the next start.
   */
  @Override
  public void close() {
    schedules.close();
    serving.close();
    inProgress.handOver(settings.grace());
    store.servedFlows().clear();
    store.close();
  }
}
