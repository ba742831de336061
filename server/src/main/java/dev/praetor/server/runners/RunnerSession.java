package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.RunnerStore;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.wire.RunnerEvent;
import dev.praetor.store.write.JournalWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/**
 * A runner that is connected to this server, with the store that is open on its behalf.
 * Thread-safe.
 */
final class RunnerSession {
  private final UUID id;
  private final String name = UUID.randomUUID().toString();
  private final RunnerHello hello;
  private final RunnerStore store;
  private final RunnerNews news = new RunnerNews();
  private final RunnerClaims claims;
  private final RunnerOrders orders;
  private final EventHandling handling;
  private final RunnerCache cache;

  /** The lock that guards the handling of events. */
  private final ReentrantLock events = new ReentrantLock();

  /** The lock that guards the claims. */
  private final ReentrantLock claiming = new ReentrantLock();

  private long lastRequest;
  private CompletableFuture<List<ObjectNode>> lastAnswer =
      CompletableFuture.completedFuture(List.of());

  /** The time for which the runner was silent, in nanoseconds. */
  private final Silence silence = new Silence();

  RunnerSession(UUID id, RunnerHello hello, RunnerStore store, InstantSource clock) {
    this.id = id;
    this.hello = hello;
    this.store = store;
    this.orders = new RunnerOrders(store.runs(), news);
    this.claims = new RunnerClaims(store, hello, news, this::claimed, clock);
    this.handling =
        new EventHandling(store, claims, orders, new RunnerSlots(store.received(), news), clock);
    this.cache = new RunnerCache(store.runs().cacheEntries(), store.cacheClaims());
    this.lastRequest = hello.request();
  }

  UUID id() {
    return id;
  }

  RunnerHello hello() {
    return hello;
  }

  RunnerStore store() {
    return store;
  }

  RunnerCache cache() {
    return cache;
  }

  /** Returns whether a later session of the runner is known to have begun, at any server. */
  boolean isSuperseded() {
    return store.isSuperseded();
  }

  Silence silence() {
    return silence;
  }

  /** Records which flows the runner serves. */
  void serve() {
    Map<String, String> versions = new HashMap<>();
    hello.flows().forEach((name, flow) -> versions.put(name, flow.version()));
    store.runs().servedFlows().addRecorded(versions, hello.slots());
  }

  /** Takes up the runs that the runner says it owns, and returns the runs that it does not own. */
  List<RunId> takeUp(RunnerHello again) {
    List<RunId> lost = new ArrayList<>();
    events.lock();
    try {
      for (RunnerHello.HeldRun held : again.runs()) {
        if (!handling.knows(held.run()) && !isTakenUp(held)) {
          lost.add(held.run());
        } else {
          watch(held);
        }
      }
      again.tickets().stream()
          .filter(ticket -> handling.knows(ticket.request().run()))
          .forEach(handling::takeUp);
      again.claims().stream().filter(claim -> handling.knows(claim.run())).forEach(cache::takeUp);
    } finally {
      events.unlock();
    }
    claiming.lock();
    try {
      for (RunId owned : store.received().owned()) {
        if (!knows(owned)) {
          claims.again(owned); // A server claimed it, and did not live to say so.
        }
      }
    } finally {
      claiming.unlock();
    }
    return lost;
  }

  /** Passes on the orders to a run, which may be given to a run that it retries. */
  private void watch(RunnerHello.HeldRun held) {
    boolean isRetry =
        !held.orders().equals(held.run()) && store.received().retries(held.run(), held.orders());
    orders.watch(isRetry ? held.orders() : held.run());
    if (isRetry) {
      store.received().restarted(held.orders(), held.run());
    }
  }

  /** Takes up a run if the runner is recorded as its owner. */
  private boolean isTakenUp(RunnerHello.HeldRun held) {
    OptionalLong recorded = store.received().recorded(held.run(), held.epoch());
    recorded.ifPresent(
        number -> handling.owns(held.run(), new SentRun(held.epoch(), held.accepted(), number)));
    return recorded.isPresent();
  }

  private void claimed(RunId run, int epoch) {
    events.lock();
    try {
      handling.owns(run, new SentRun(epoch));
    } finally {
      events.unlock();
    }
    orders.watch(run);
  }

  private boolean knows(RunId run) {
    events.lock();
    try {
      return handling.knows(run);
    } finally {
      events.unlock();
    }
  }

  /** Returns the number of runs that the runner owns. */
  int runs() {
    events.lock();
    try {
      return handling.runs();
    } finally {
      events.unlock();
    }
  }

  /**
   * Returns whether the runner may know a version of a flow: a project in which its package is
   * registered has it, or the runner has a run of it.
   */
  boolean knowsVersion(String hash) {
    return store.runs().packageFiles().isKnown(hello.code(), hash)
        || store.received().hasRunOf(hash);
  }

  private boolean isOwn(RunId run) {
    events.lock();
    try {
      return handling.isOwn(run);
    } finally {
      events.unlock();
    }
  }

  /**
   * Refuses a secret, a variable, an artifact, a run within it or the cache of a run which the
   * runner does not own now: the run of another process, which may have got it meanwhile, or a run
   * that has ended. The hooks of a run are called for a short time after its end.
   *
   * @throws RequestRefused if that is so
   */
  void requireOpen(RunId run) {
    if (!isOpen(run)) {
      throw new RequestRefused(
          ApiCode.FORBIDDEN,
          "run %s has ended, or does not belong to runner %s".formatted(run, id));
    }
  }

  private boolean isOpen(RunId run) {
    OptionalInt epoch;
    boolean isFinishing;
    events.lock();
    try {
      epoch = handling.epoch(run);
      isFinishing = handling.isFinishing(run);
    } finally {
      events.unlock();
    }
    return epoch.isPresent()
        && (isFinishing
            ? store.received().recorded(run, epoch.getAsInt()).isPresent()
            : store.received().owns(run, epoch.getAsInt()));
  }

  /**
   * Refuses to let the runner read a run with which its own runs have nothing to do.
   *
   * @throws RequestRefused if that is so
   */
  void requireReadable(RunId run) {
    if (!isOwn(run) && !store.received().needs(run)) {
      throw new RequestRefused(
          ApiCode.FORBIDDEN, "run %s is not needed by a run of runner %s".formatted(run, id));
    }
  }

  /**
   * Handles the events of a request, in their order. A request that is sent again is answered as it
   * was before.
   *
   * @param number the number of the request, which grows
   */
  CompletableFuture<List<ObjectNode>> events(long number, List<RunnerEvent> sent) {
    events.lock();
    try {
      if (number == lastRequest) {
        return lastAnswer;
      }
      if (number < lastRequest) {
        throw new RequestRefused(
            ApiCode.CONFLICT, "request %d comes after request %d".formatted(number, lastRequest));
      }
      handling.check(sent);
      lastRequest = number;
      lastAnswer = handle(sent);
      return lastAnswer;
    } finally {
      events.unlock();
    }
  }

  private CompletableFuture<List<ObjectNode>> handle(List<RunnerEvent> sent) {
    List<CompletableFuture<ObjectNode>> outcomes = new ArrayList<>(sent.size());
    try {
      sent.forEach(event -> outcomes.add(handling.handle(event)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(_ -> outcomes.stream().map(CompletableFuture::join).toList());
  }

  /** Returns the name of this session, which numbers its news from 1. */
  String name() {
    return name;
  }

  /**
   * Returns the news for the runner, and waits for some at most for a time.
   *
   * @param seen the number of the last news of this session that it has
   * @param free the number of runs for which it has room
   * @param caller checks that the runner may still be given news, after each wait; fails if not
   */
  List<ObjectNode> news(long seen, int free, Duration longest, Runnable caller)
      throws InterruptedException {
    long request = news.begin(seen);
    long end = System.nanoTime() + longest.toNanos();
    boolean first = true;
    while (true) {
      Duration next = claim(free, first);
      first = false;
      List<ObjectNode> kept = news.kept();
      long left = end - System.nanoTime();
      if (!kept.isEmpty() || left <= 0) {
        return kept;
      }
      if (!news.await(request, Math.min(left, next.toNanos()))) {
        return List.of();
      }
      caller.run();
    }
  }

  private Duration claim(int free, boolean first) {
    claiming.lock();
    try {
      if (first) {
        claims.askedAgain();
      }
      return claims.look(free - news.count("start") - news.count("resume") - claims.untold());
    } finally {
      claiming.unlock();
    }
  }

  /** Returns a run that a task run of another run was, and makes it a run of the runner. */
  Optional<StoredRun> child(Journal.Parent parent) {
    requireOpen(parent.run());
    RunStore runs = store.runs();
    Optional<StoredRun> child = runs.claimChild(parent);
    child.ifPresent(run ->
        store
            .claimed(run.id())
            .ifPresent(epoch -> {
              store.handOver(run.id());
              claimed(run.id(), epoch);
            }));
    return child.flatMap(run -> runs.recorded(run.id()));
  }

  /** Ends the session. */
  void close(JournalWriter.Ending how) {
    news.close();
    handling.closing();
    claims.close();
    if (how == JournalWriter.Ending.GOES_ON) {
      cache.leave();
    } else {
      cache.releaseAll();
    }
    store.close(how);
  }
}
