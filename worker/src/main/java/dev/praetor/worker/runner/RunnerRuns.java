package dev.praetor.worker.runner;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.wire.Fields;
import dev.praetor.store.wire.RecordJson;
import dev.praetor.store.wire.RunnerEvent;
import dev.praetor.store.wire.RunnerEvent.Leaving;
import dev.praetor.store.write.OwnedRuns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The runs in progress in a runner, of which there are at most as many as slots. Thread-safe. */
final class RunnerRuns implements RunListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerRuns.class);
  private static final String ENDED = "its runner has ended";
  private static final String RETIRES = "its runner takes no more runs";
  private static final int STARTERS = 4;
  private static final Duration LAST = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final OwnedRuns owned;
  private final int slots;
  private final AtomicInteger free;
  private final boolean once;
  private final CompletableFuture<Void> only = new CompletableFuture<>();
  private final Map<String, RemoteFlow<?>> flows = new ConcurrentHashMap<>();
  private final Map<RunId, StartedRun<?>> runs = new ConcurrentHashMap<>();

  /** The runs within those runs. */
  private final Map<RunId, FlowRun<?>> within = new ConcurrentHashMap<>();

  /** Starts runs and gives orders, which may take a while, on threads that bodies do not use. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          STARTERS, Thread.ofPlatform().daemon().name("praetor-runs-", 0).factory());

  private volatile Runnable freed = () -> {};
  private volatile boolean closing;

  /** The longest time for which a run may only wait here; null before this runner retires. */
  private volatile @Nullable Duration retiring;

  private final CompletableFuture<Void> retired = new CompletableFuture<>();

  /**
   * Creates an empty set of runs.
   *
   * @param once true if one run begins, and no other after it
   */
  RunnerRuns(Outbox outbox, OwnedRuns owned, int slots, boolean once) {
    this.outbox = outbox;
    this.owned = owned;
    this.slots = slots;
    this.free = new AtomicInteger(slots);
    this.once = once;
  }

  /** Returns the end of the only run; never completed if there may be several. */
  CompletableFuture<Void> onlyRunEnded() {
    return only;
  }

  void add(RemoteFlow<?> flow) {
    flows.put(flow.flow().name(), flow);
  }

  List<Flow<?>> flows() {
    return flows.values().stream().<Flow<?>>map(RemoteFlow::flow).toList();
  }

  /** Sets the action that is taken when there is room again for which there was none. */
  void onFreed(Runnable action) {
    freed = action;
  }

  /** Returns the number of runs for which there is room. */
  int free() {
    return closing || retiring != null ? 0 : Math.max(0, free.get());
  }

  /** Starts or resumes a run that the server has claimed for this runner. */
  void begin(JsonNode news, boolean resumes) {
    StoredRun run = RecordJson.run(new Fields(news.path("run"), "run"));
    int epoch = run.owner().epoch();
    free.decrementAndGet();
    outbox.owns(run.id(), epoch);
    if (resumes) {
      owned.claimed(run.id(), epoch);
    } else {
      owned.admitted(run.id(), epoch, run.history());
    }
    Beginning how =
        resumes
            ? new Beginning.Resumed(news.path("death").asString(""))
            : new Beginning.Fresh(news.path("restartFrom").asString(""));
    threads.execute(() -> begin(run, how));
  }

  /** The way in which a run begins in this runner. */
  private sealed interface Beginning {
    /**
     * The run was claimed before its code began.
     *
     * @param restartFrom the place from which a restart runs again; empty for any other run
     */
    record Fresh(String restartFrom) implements Beginning {}

    /**
     * The run began in another process.
     *
     * @param death the end of that process in words; empty if it is not known
     */
    record Resumed(String death) implements Beginning {}
  }

  private void begin(StoredRun run, Beginning how) {
    try {
      RemoteFlow<?> flow = flows.get(FlowKey.name(run.flow()));
      if (flow == null) {
        throw new IllegalStateException("the package has no flow '" + run.flow() + "'");
      }
      begin(flow, run, how);
    } catch (PraetorException | IllegalStateException e) {
      LOG.atWarn().addKeyValue("run", run.id()).log("the run cannot start: {}", e.getMessage());
      if (how instanceof Beginning.Fresh) {
        outbox.add(new RunnerEvent.CannotStart(run.id(), String.valueOf(e.getMessage())));
      }
      outbox.left(run.id(), closing ? Leaving.ENDED : Leaving.FAILED);
      giveBack();
    }
  }

  private <R extends @Nullable Object> void begin(
      RemoteFlow<R> flow, StoredRun run, Beginning how) {
    LocalRun<R> local =
        switch (how) {
          case Beginning.Fresh(String restartFrom) -> flow.start(run, restartFrom);
          case Beginning.Resumed(String death) -> flow.resume(run, death);
        };
    RunRequest request = local.plan(flow.arguments(run).toArray(Argument[]::new));
    StartedRun<R> started = local.start(request);
    runs.put(run.id(), started);
    leaveIfRetiring(started);
    var _ =
        started
            .ended()
            .whenComplete((end, thrown) -> {
              if (end != null) {
                tell(end);
              }
              runs.remove(run.id());
              outbox.left(run.id(), leaving(thrown));
              if (once) {
                only.complete(null);
              } else {
                giveBack();
              }
            });
  }

  /** Logs the end of a run that did not succeed. */
  private static void tell(FinishedRun run) {
    if (run.state() instanceof State.Unsuccessful state) {
      LOG.atWarn()
          .addKeyValue("run", run.id())
          .addKeyValue("flow", run.plan().flow())
          .log("the run is {}: {}", state.name(), run.masker().mask(state.message()));
    }
  }

  /**
   * Returns the way in which a run ends here.
   *
   * @param thrown null if it has ended
   */
  private Leaving leaving(@Nullable Throwable thrown) {
    if (thrown == null || closing) {
      return Leaving.ENDED;
    }
    boolean left = retiring != null && RunOwnershipLost.isCauseOf(thrown);
    return left ? Leaving.HANDED_OVER : Leaving.FAILED;
  }

  private void giveBack() {
    if (free.getAndIncrement() <= 0) {
      freed.run();
    }
    completeRetired();
  }

  /**
   * Takes no more runs, and leaves runs that only wait longer than a time to other runners.
   *
   * @return completed when all runs have ended here
   */
  CompletableFuture<Void> retire(Duration longestWait) {
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
    if (retiring != null && free.get() == slots) {
      retired.complete(null);
    }
  }

  @Override
  public void runWithin(FlowRun<?> run, CompletableFuture<?> ended) {
    within.put(run.id(), run);
    var _ =
        ended.whenComplete((_, _) -> {
          within.remove(run.id());
          outbox.left(run.id(), Leaving.ENDED);
        });
  }

  /** Gives an order to a run, and sends its answer. */
  void order(JsonNode news) {
    long number = news.path("order").asLong();
    RunId id = RunId.parse(news.path("run").asString());
    threads.execute(() -> outbox.add(new RunnerEvent.Answered(number, answer(id, news))));
  }

  private OrderAnswer answer(RunId id, JsonNode news) {
    FlowRun<?> run = runs.containsKey(id) ? runs.get(id) : within.get(id);
    if (run == null) {
      return new OrderAnswer.NotYet();
    }
    try {
      return RemoteOrder.read(news)
          .map(order -> OrderAnswer.of(run, order))
          .orElseGet(() -> new OrderAnswer.Refused("its runner does not know this order"));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("run {} could not handle an order", id);
      return new OrderAnswer.Refused("the run could not handle it: " + e);
    }
  }

  /**
   * Starts nothing more, waits for the end of the runs, and leaves the others to other runners.
   * Runs that only wait longer than that are left at once.
   */
  void handOver(Duration grace) {
    closing = true;
    runs.values().forEach(run -> run.leaveOnceIdle(ENDED, grace));
    try {
      allEnded().get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.info("{} runs are left to other processes", runs.size());
    } catch (ExecutionException e) {
      LOG.atDebug().setCause(e).log("a run was left");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List.copyOf(runs.values()).forEach(run -> run.leave(ENDED));
    allEnded()
        .exceptionally(_ -> null)
        .completeOnTimeout(null, LAST.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private CompletableFuture<Void> allEnded() {
    return CompletableFuture.allOf(
        runs.values().stream()
            .map(run -> run.ended().handle((_, _) -> null))
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
