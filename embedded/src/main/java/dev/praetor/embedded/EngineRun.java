package dev.praetor.embedded;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.embedded.run.DistantOrders;
import dev.praetor.embedded.run.EndedRuns;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run of an engine, which may wait, be in progress in this process or another one, or have ended.
 * Thread-safe.
 *
 * @param <R> the type of the flow's value
 */
public final class EngineRun<R extends @Nullable Object> implements FlowRun<R> {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int MOST_PAUSED = 10_000;
  private final RunId id;
  private final Flow<R> flow;
  private final boolean isNew;
  private final RunStore store;
  private final RunsInProgress here;

  EngineRun(RunId id, Flow<R> flow, boolean isNew, RunStore store, RunsInProgress here) {
    this.id = id;
    this.flow = flow;
    this.isNew = isNew;
    this.store = store;
    this.here = here;
  }

  @Override
  public RunId id() {
    return id;
  }

  /** Returns false if an earlier start with the same key made this run. */
  public boolean isNew() {
    return isNew;
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

  @Override
  public Optional<FlowResult<R>> await(Duration longest) throws InterruptedException {
    long end =
        System.nanoTime() + Math.min(longest.toMillis(), TimeUnit.DAYS.toMillis(365)) * 1_000_000;
    do {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      Optional<FlowResult<R>> result = local().isPresent() ? awaitHere(left) : ended();
      if (result.isPresent()) {
        return result;
      }
      TimeUnit.NANOSECONDS.sleep(Math.clamp(end - System.nanoTime(), 0, LOOK.toNanos()));
    } while (end - System.nanoTime() > 0);
    return ended();
  }

  private Optional<FlowResult<R>> awaitHere(Duration longest) throws InterruptedException {
    try {
      Optional<FlowRun<R>> run = local();
      return run.isPresent() ? run.get().await(longest) : Optional.empty();
    } catch (RunOwnershipLost elsewhere) {
      return Optional.empty();
    }
  }

  private Optional<FlowResult<R>> ended() {
    StoredRun run = recorded();
    return run.state().isFinished()
        ? Optional.of(EndedRuns.result(store, run, flow))
        : Optional.empty();
  }

  @SuppressWarnings("unchecked") // The run was started with this flow.
  private Optional<FlowRun<R>> local() {
    return here.find(id).map(run -> (FlowRun<R>) run);
  }

  @Override
  public void cancel(String why) {
    cancel("", why);
  }

  @Override
  public void cancel(String by, String why) {
    Optional<FlowRun<R>> run = local();
    if (run.isPresent()) {
      run.get().cancel(by, why);
    } else {
      order(new RunOrder.Cancel(by, why));
    }
  }

  @Override
  public List<TaskRun> paused() {
    Optional<FlowRun<R>> run = local();
    return run.isPresent()
        ? run.get().paused()
        : store.open(id, MOST_PAUSED).stream()
            .filter(each -> each.state().type() == StateType.PAUSED)
            .map(each -> each.toTaskRun(null))
            .toList();
  }

  @Override
  public boolean approve(String task, String by) {
    Optional<FlowRun<R>> run = local();
    return run.isPresent()
        ? run.get().approve(task, by)
        : isPaused(task) && order(new RunOrder.Approve(task, by));
  }

  @Override
  public boolean refuse(String task, String by, String why) {
    Optional<FlowRun<R>> run = local();
    return run.isPresent()
        ? run.get().refuse(task, by, why)
        : isPaused(task) && order(new RunOrder.Refuse(task, by, why));
  }

  @Override
  public void pause(String by, String why) {
    local().ifPresentOrElse(run -> run.pause(by, why), () -> distant().pause(by, why));
  }

  @Override
  public void resume(String by, String why) {
    local().ifPresentOrElse(run -> run.resume(by, why), () -> distant().resume(by, why));
  }

  @Override
  public void skip(String task, String by, String why) {
    local()
        .ifPresentOrElse(
            run -> run.skip(task, by, why),
            () -> distant().give(new RunOrder.Skip(task, by, why)));
  }

  @Override
  public void finish(String task, @Nullable Object value, String by, String why) {
    Optional<FlowRun<R>> run = local();
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
