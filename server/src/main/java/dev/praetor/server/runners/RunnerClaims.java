package dev.praetor.server.runners;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.RunnerStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.queue.ClaimedRun;
import dev.praetor.store.queue.RunQueue;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.wire.RecordJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Claims waiting runs and runs whose processes ended, for a runner that asks for news. Used by one
 * thread at a time, if not said otherwise.
 */
final class RunnerClaims implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerClaims.class);

  /** The time between two questions to the kernel whether the processes here still run. */
  private static final Duration NEIGHBOURS = Duration.ofMillis(250);

  private final RunnerStore store;
  private final String code;
  private final Map<String, RunnerHello.ServedFlow> flows;

  /** The keys of the flows, in each project that has registered their package. */
  private Set<String> keys = Set.of();

  private final RunnerNews news;
  private final BiConsumer<RunId, Integer> claimed;
  private final InstantSource clock;
  private final List<Subscription> listening;

  /** The claimed runs of which the runner has sent nothing yet. Thread-safe. */
  private final Map<RunId, ClaimedRun> unbegun = new ConcurrentHashMap<>();

  /** The claimed runs of which the runner is to be told. */
  private final Queue<ClaimedRun> untold = new ArrayDeque<>();

  private final Set<RunId> ofOtherCode = new HashSet<>();
  private final AtomicBoolean queueChanged = new AtomicBoolean(true);
  private final AtomicBoolean ownersChanged = new AtomicBoolean(true);
  private boolean moreWait = true;
  private boolean moreLost;
  private long nextSweep = System.nanoTime();
  private long nextDue = Long.MAX_VALUE;

  /**
   * Creates the claims of a runner.
   *
   * @param claimed is told the epoch of each claimed run before the runner is
   */
  RunnerClaims(
      RunnerStore store,
      RunnerHello hello,
      RunnerNews news,
      BiConsumer<RunId, Integer> claimed,
      InstantSource clock) {
    this.store = store;
    this.code = hello.code();
    this.flows = hello.flows();
    this.news = news;
    this.claimed = claimed;
    this.clock = clock;
    this.listening =
        List.of(
            store.runs().signals().listen(Topic.QUEUE, () -> changed(queueChanged)),
            store.runs().signals().listen(Topic.ENDS, () -> changed(queueChanged)),
            store.runs().signals().listen(Topic.OWNERS, () -> changed(ownersChanged)));
  }

  private void changed(AtomicBoolean what) {
    what.set(true);
    news.wake();
  }

  /** Returns the number of claimed runs of which the runner is to be told. */
  int untold() {
    return untold.size();
  }

  /** Notes that a runner which had no room for all runs may have some now. */
  void askedAgain() {
    if (moreWait) {
      queueChanged.set(true);
    }
    if (moreLost) {
      ownersChanged.set(true);
    }
  }

  /**
   * Claims runs if anything has changed.
   *
   * @param free the number of runs for which the runner has room
   * @return the time after which to look again
   */
  Duration look(int free) {
    try {
      tell();
      if (free < 1) {
        return store.runs().sweep();
      }
      long now = System.nanoTime();
      boolean sweeps = now - nextSweep >= 0;
      if (sweeps) {
        nextSweep = now + store.runs().sweep().toNanos();
        keys =
            FlowKey.served(
                flows.keySet(),
                store
                    .runs()
                    .registeredFlows()
                    .ofPackages(List.of(code))
                    .getOrDefault(code, List.of()));
      }
      boolean ended =
          ownersChanged.getAndSet(false) || store.runs().ownersElsewhere().hasAnyEnded();
      int left = free;
      if (ended || sweeps) {
        left = claimLost(free);
      }
      if (queueChanged.getAndSet(false) || ended || sweeps || now >= nextDue) {
        moreWait = true;
        moreWait = claimWaiting(left);
        nextDue = untilDue();
      }
      return untilNext();
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the store is not available; this is retried");
      queueChanged.set(true);
      ownersChanged.set(true);
      return NEIGHBOURS;
    }
  }

  private int claimLost(int free) {
    int left = free;
    for (RunId id : store.runs().ownersElsewhere().lost(keys)) {
      moreLost = left == 0;
      if (moreLost) {
        return 0;
      }
      Optional<StoredRun> run = store.runs().find(id).filter(StoredRun::isLost);
      if (run.isPresent() && resume(run.get())) {
        left--;
      }
    }
    return left;
  }

  /** Claims a run that the runner is recorded to own, and of which it knows nothing. */
  void again(RunId id) {
    store.runs().find(id).ifPresent(this::resume);
  }

  private boolean resume(StoredRun run) {
    RunnerHello.ServedFlow flow = flows.get(FlowKey.name(run.flow()));
    if (flow == null || !run.version().equals(Optional.of(flow.version()))) {
      store.runs().queue().leaveSchedule(run.id());
      if (ofOtherCode.add(run.id())) {
        LOG.atWarn()
            .addKeyValue("run", run.id())
            .log("is not resumed, because its flow '{}' has another version now", run.flow());
      }
      return false;
    }
    try {
      if (run.owner().crashes() > flow.crashes()) {
        store.runs().giveUp(run);
        LOG.atWarn()
            .addKeyValue("run", run.id())
            .log("is not resumed any more: {} of its processes died", run.owner().crashes());
        return false;
      }
      // Nothing is read between the claim and the news: if that failed, nobody would resume the
      // run.
      Optional<String> death = store.runs().workers().death(run.owner().id());
      store.runs().claim(run.id());
      int epoch = store.claimed(run.id()).orElseThrow();
      store.handOver(run.id());
      claimed.accept(run.id(), epoch);
      LOG.atInfo()
          .addKeyValue("run", run.id())
          .log("resumes a run whose process, {}, ended", run.owner().name());
      ObjectNode json = RunnerNews.object();
      json.set("run", RecordJson.write(run).put("epoch", epoch));
      death.ifPresent(how -> json.put("death", how));
      news.add("resume", json);
      return true;
    } catch (PraetorException e) {
      if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.OWNERSHIP_LOST) {
        LOG.atDebug().setCause(e).log("run {} was claimed by another process", run.id());
      } else {
        LOG.atWarn().addKeyValue("run", run.id()).log("cannot be resumed: {}", e.getMessage());
      }
      return false;
    }
  }

  private boolean claimWaiting(int free) {
    RunQueue.Claimed found = store.runs().queue().claim(keys, free);
    for (ClaimedRun run : found.runs()) {
      unbegun.put(run.id(), run);
      claimed.accept(run.id(), store.claimed(run.id()).orElseThrow());
      untold.add(run);
    }
    tell();
    return found.moreWait();
  }

  /**
   * Tells the runner of the runs that were claimed.
   *
   * @throws StoreFailed if the store is away; the rest is told when it is there again
   */
  private void tell() {
    for (ClaimedRun next = untold.peek(); next != null; next = untold.peek()) {
      try {
        start(next);
      } catch (StoreFailed e) {
        if (e.code() == ErrorCode.UNAVAILABLE) {
          throw e;
        }
        cannotStart(next.id(), String.valueOf(e.getMessage()));
      }
      untold.remove();
    }
  }

  private void start(ClaimedRun run) {
    StoredRun found = store.runs().find(run.id()).orElseThrow(() -> StoreFailed.noRun(run.id()));
    ObjectNode json = RunnerNews.object();
    json.set("run", RecordJson.write(found));
    run.restartFrom().ifPresent(from -> json.put("restartFrom", from));
    news.add("start", json);
  }

  /** Notes that the runner has sent something about a run. Thread-safe. */
  void begun(RunId run) {
    if (unbegun.remove(run) != null) {
      store.handOver(run);
    }
  }

  /** Ends a claimed run that cannot start in the runner. Thread-safe. */
  void cannotStart(RunId run, String why) {
    ClaimedRun claim = unbegun.remove(run);
    if (claim != null) {
      String message = "it could not start: " + why;
      store.runs().queue().end(claim, new State.Failed(message, clock.instant(), Optional.empty()));
    }
  }

  private long untilDue() {
    return store
        .runs()
        .queue()
        .nextDue(keys)
        .map(due -> Duration.between(clock.instant(), due))
        .filter(left -> left.compareTo(store.runs().sweep()) < 0)
        .map(left -> System.nanoTime() + left.toNanos())
        .orElse(Long.MAX_VALUE);
  }

  private Duration untilNext() {
    long now = System.nanoTime();
    long left = Math.min(nextSweep - now, nextDue == Long.MAX_VALUE ? nextDue : nextDue - now);
    if (store.runs().ownersElsewhere().hasNeighbours()) {
      left = Math.min(left, NEIGHBOURS.toNanos());
    }
    return Duration.ofNanos(Math.max(0, left));
  }

  @Override
  public void close() {
    listening.forEach(Subscription::close);
  }
}
