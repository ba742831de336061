package dev.praetor.embedded;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.embedded.run.DistantOrders;
import dev.praetor.embedded.run.Door;
import dev.praetor.embedded.run.EndedRuns;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.engine.Spans;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.signal.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run of an engine, which may wait, be in progress in this process or another one, or have ended.
 * Thread-safe.
 *
 * @param <R> the type of the flow's value
 */
public final class EngineRun<R extends @Nullable Object> implements FlowRun<R> {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final int MOST_PAUSED = 10_000;
  private final RunId id;
  private final Flow<R> flow;
  private final Door.Entered<R> entered;
  private final RunStore store;
  private final RunsInProgress here;

  EngineRun(Door.Entered<R> entered, Flow<R> flow, RunStore store, RunsInProgress here) {
    this.id = entered.run();
    this.flow = flow;
    this.entered = entered;
    this.store = store;
    this.here = here;
  }

  @Override
  public RunId id() {
    return id;
  }

  /** Returns false if an earlier start with the same key made this run. */
  public boolean isNew() {
    return entered.isNew();
  }

  /**
   * Returns the run as it is recorded now.
   *
   * @throws StoreFailed if it has been deleted
   */
  public StoredRun recorded() {
    return store.find(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  /**
   * {@inheritDoc} The run may end in another process.
   *
   * @throws StoreFailed if the run has been deleted
   */
  @Override
  public FlowResult<R> await() throws InterruptedException {
    Optional<FlowResult<R>> result = Optional.empty();
    while (result.isEmpty()) {
      result = await(Duration.ofDays(1));
    }
    return result.get();
  }

  /**
   * Waits for the end of the run in this process. For Praetor's own programs; applications do not
   * care about the process.
   *
   * @throws RunOwnershipLost if another process has claimed the run, which continues there
   */
  public FlowResult<R> awaitHere() throws InterruptedException {
    CompletableFuture<StartedRun<R>> started = entered.started();
    if (!started.isDone()) {
      CompletableFuture<Boolean> ended = new CompletableFuture<>();
      try (Subscription _ = store.ends().await(id, () -> ended.complete(true))) {
        CompletableFuture.anyOf(started, ended).exceptionally(_ -> false).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    if (started.isDone()) {
      return started.join().await();
    }
    return ended().orElseThrow(() -> StoreFailed.noRun(id));
  }

  @Override
  public Optional<FlowResult<R>> await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + Spans.nanos(longest.compareTo(YEAR) < 0 ? longest : YEAR);
    Optional<FlowResult<R>> result = awaitHere(end);
    if (result.isPresent() || end - System.nanoTime() <= 0) {
      return result;
    }
    Semaphore changes = new Semaphore(0);
    try (Subscription _ = here.await(id, changes::release);
        Subscription _ = store.ends().await(id, changes::release)) {
      do {
        changes.drainPermits();
        result = local().isPresent() ? awaitHere(end) : ended();
      } while (result.isEmpty()
          && changes.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
      return result;
    }
  }

  /** Waits for the end if the run is in progress in this process, and stays here. */
  private Optional<FlowResult<R>> awaitHere(long end) throws InterruptedException {
    Optional<StartedRun<R>> run = local();
    try {
      return run.isPresent()
          ? run.get().await(Duration.ofNanos(Math.max(0, end - System.nanoTime())))
          : Optional.empty();
    } catch (RunOwnershipLost elsewhere) {
      return Optional.empty();
    }
  }

  private Optional<FlowResult<R>> ended() {
    StoredRun run = recorded();
    return run.state().isFinished()
        ? Optional.of(EndedRuns.result(store, run, flow, entered.given()))
        : Optional.empty();
  }

  /** Returns the run if it is in progress in this process, or has ended in it since its start. */
  @SuppressWarnings("unchecked") // The run was started with this flow.
  private Optional<StartedRun<R>> local() {
    CompletableFuture<StartedRun<R>> started = entered.started();
    return Optional.ofNullable(started.isCompletedExceptionally() ? null : started.getNow(null))
        .filter(run -> !run.ended().isCompletedExceptionally())
        .or(() -> here.find(id).map(run -> (StartedRun<R>) run));
  }

  @Override
  public void cancel(String why) {
    cancel("", why);
  }

  @Override
  public void cancel(String by, String why) {
    Optional<StartedRun<R>> run = local();
    if (run.isPresent()) {
      run.get().cancel(by, why);
    } else {
      order(new RunOrder.Cancel(by, why));
    }
  }

  @Override
  public List<TaskRun> paused() {
    Optional<StartedRun<R>> run = local();
    return run.isPresent()
        ? run.get().paused()
        : store.open(id, MOST_PAUSED).stream()
            .filter(each -> each.state().type() == StateType.PAUSED)
            .map(each -> each.toTaskRun(null))
            .toList();
  }

  @Override
  public boolean approve(String task, String by) {
    Optional<StartedRun<R>> run = local();
    return run.isPresent()
        ? run.get().approve(task, by)
        : isPaused(task) && order(new RunOrder.Approve(task, by));
  }

  @Override
  public boolean refuse(String task, String by, String why) {
    Optional<StartedRun<R>> run = local();
    return run.isPresent()
        ? run.get().refuse(task, by, why)
        : isPaused(task) && order(new RunOrder.Refuse(task, by, why));
  }

  @Override
  public void pause(String by, String why) {
    local().ifPresentOrElse(run -> run.pause(by, why), () -> distant().pause(by, why));
  }

  /**
   * {@inheritDoc} A run that is Crashed because too many of its processes died is opened again: a
   * process that serves its flow resumes it, as often as at first.
   */
  @Override
  public void resume(String by, String why) {
    if (store.recorded(id).filter(StoredRun::isGivenUp).isPresent()) {
      store.reopen(id, by, why);
      return;
    }
    local().ifPresentOrElse(run -> run.resume(by, why), () -> distant().resume(by, why));
  }

  @Override
  public void skip(String task, String by, String why) {
    local()
        .ifPresentOrElse(
            run -> run.skip(task, by, why), () -> distant().give(new RunOrder.Skip(task, by, why)));
  }

  @Override
  public void finish(String task, @Nullable Object value, String by, String why) {
    Optional<StartedRun<R>> run = local();
    if (run.isPresent()) {
      run.get().finish(task, value, by, why);
    } else {
      finishWithJson(task, EndedRuns.json(flow, TaskPath.parse(task), value), by, why);
    }
  }

  @Override
  public void finishWithJson(String task, String json, String by, String why) {
    local()
        .ifPresentOrElse(
            run -> run.finishWithJson(task, json, by, why),
            () -> distant().give(new RunOrder.Finish(task, json, by, why)));
  }

  private DistantOrders distant() {
    return new DistantOrders(store, id);
  }

  private boolean isPaused(String task) {
    return store
        .taskRun(id, TaskPath.parse(task))
        .map(StoredTaskRun::state)
        .filter(state -> state.type() == StateType.PAUSED)
        .isPresent();
  }

  /** Gives an order to the process that owns the run; returns false if the run has ended. */
  private boolean order(RunOrder order) {
    try {
      String _ = store.order(id, order);
      return true;
    } catch (StoreFailed e) {
      if (recorded().state().isFinished()) {
        return false;
      }
      throw e;
    }
  }
}
