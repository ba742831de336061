package dev.praetor.embedded.run;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.CompositeListener;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.signal.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs in progress in this process, of which there are at most as many as slots. Thread-safe.
 */
public final class RunsInProgress {
  private static final Logger LOG = LoggerFactory.getLogger(RunsInProgress.class);
  private static final String CLOSED = "the engine that ran it was closed";
  private static final String RETIRES = "the process that ran it takes no more runs";
  private final RunStore store;
  private final AtomicInteger free;
  private final boolean once;
  private final Runnable freed;
  private final Consumer<StartedRun<?>> begun;
  private final Map<RunId, StartedRun<?>> runs = new ConcurrentHashMap<>();
  private final Map<RunId, List<Runnable>> awaited = new ConcurrentHashMap<>();

  /** The longest time for which a run may only wait here; null before this process retires. */
  private volatile @Nullable Duration retiring;

  private final CompletableFuture<Void> retired = new CompletableFuture<>();

  /**
   * Creates an empty set of runs.
   *
   * @param freed called when a slot is freed, by any thread
   */
  public RunsInProgress(RunStore store, EngineSettings settings, Runnable freed) {
    this.store = store;
    this.free = new AtomicInteger(settings.slots());
    this.once = settings.once();
    this.freed = freed;
    this.begun = settings.hooks().begun();
  }

  /** Takes a slot; returns false if there is none. A run that begins keeps it until its end. */
  public boolean take() {
    return free.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
  }

  /** Takes a slot for a run that this process has claimed, even if none is free. */
  public void takeAnyway() {
    free.decrementAndGet();
  }

  /** Gives back a slot in which no run began. */
  public void giveBack() {
    free.incrementAndGet();
    freed.run();
  }

  public int free() {
    return Math.max(0, free.get());
  }

  /**
   * Starts a planned run in a slot that was taken for it. Until its end, it gets the orders of
   * other processes.
   */
  public <R extends @Nullable Object> StartedRun<R> begin(LocalRun<R> local, RunRequest request) {
    StartedRun<R> run;
    try {
      run = local.with(this::withOrders).start(request);
    } catch (RuntimeException | Error e) {
      store.queue().abandon(request.id(), e);
      giveBack();
      throw e;
    }
    runs.put(run.id(), run);
    begun.accept(run);
    awaited.getOrDefault(run.id(), List.of()).forEach(Runnable::run);
    Subscription orders = store.watch(run.id(), order -> OrderAnswer.of(run, order));
    var _ =
        run.ended()
            .whenComplete((end, thrown) -> {
              if (end != null) {
                tell(end);
              } else if (retiring != null && RunOwnershipLost.isCauseOf(thrown)) {
                store.queue().leaveWaiting(run.id());
              }
              ended(run.id(), orders);
            });
    leaveIfRetiring(run);
    return run;
  }

  private RunSettings withOrders(RunSettings settings) {
    return settings.withListener(
        new CompositeListener(List.of(settings.listener(), store.ordersWithin())));
  }

  /** Logs the end of a run that did not succeed: nobody may be waiting for it. */
  private static void tell(FinishedRun run) {
    if (run.state() instanceof State.Unsuccessful state) {
      LOG.atWarn()
          .addKeyValue("run", run.id())
          .addKeyValue("flow", run.plan().flow())
          .log("the run is {}: {}", state.name(), run.masker().mask(state.message()));
    }
  }

  private void ended(RunId id, Subscription orders) {
    runs.remove(id);
    if (!once) {
      giveBack();
    }
    orders.close();
    completeRetired();
  }

  /**
   * Leaves the runs that only wait longer than a time to other processes. Called when no more runs
   * begin here.
   *
   * @return completed when no run is in progress any more
   */
  public CompletableFuture<Void> retire(Duration longestWait) {
    retiring = longestWait;
    runs.values().forEach(this::leaveIfRetiring);
    completeRetired();
    return retired;
  }

  private void leaveIfRetiring(StartedRun<?> run) {
    Duration longest = retiring;
    if (longest != null) {
      run.leaveOnceIdle(RETIRES, longest);
    }
  }

  private void completeRetired() {
    if (retiring != null && runs.isEmpty()) {
      retired.complete(null);
    }
  }

  /** Calls an action when a run begins in this process, until the returned object is closed. */
  public Subscription await(RunId run, Runnable begun) {
    awaited.compute(
        run,
        (_, before) -> {
          List<Runnable> actions = before == null ? new CopyOnWriteArrayList<>() : before;
          actions.add(begun);
          return actions;
        });
    return () ->
        awaited.computeIfPresent(
            run,
            (_, actions) -> {
              actions.remove(begun);
              return actions.isEmpty() ? null : actions;
            });
  }

  /** Returns a run in progress in this process. */
  public Optional<StartedRun<?>> find(RunId id) {
    return Optional.ofNullable(runs.get(id));
  }

  /**
   * Waits until all runs have ended, at most for a time, and then leaves the others to other
   * processes. Runs that only wait longer than that are left at once.
   */
  public void handOver(Duration grace) {
    if (runs.isEmpty()) {
      return;
    }
    runs.values().forEach(run -> run.leaveOnceIdle(CLOSED, grace));
    CompletableFuture<Void> all = allEnded();
    try {
      all.get(Math.min(grace.toMillis(), TimeUnit.DAYS.toMillis(365)), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.info("{} runs are left to other processes", runs.size());
    } catch (ExecutionException e) {
      LOG.atDebug().setCause(e).log("a run was left");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<StartedRun<?>> left = List.copyOf(runs.values());
    left.forEach(run -> run.leave(CLOSED));
    allEnded().exceptionally(_ -> null).completeOnTimeout(null, 10, TimeUnit.SECONDS).join();
  }

  private CompletableFuture<Void> allEnded() {
    return CompletableFuture.allOf(
        runs.values().stream()
            .map(run -> run.ended().handle((_, _) -> null))
            .toArray(CompletableFuture[]::new));
  }
}
