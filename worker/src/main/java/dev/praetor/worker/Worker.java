package dev.praetor.worker;

import dev.praetor.ErrorCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.queue.NeededCode;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a runner for each package that runs need, on a thread of its own: starts it when a run is
 * due, starts it again when it died while runs need it, and ends it when it has been idle. Runs
 * that a dead runner left are resumed by the next one. Thread-safe.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);
  private static final Duration AFTER_GRACE = Duration.ofSeconds(10);

  private final RunStore store;
  private final NeededCode needed;
  private final WorkerSettings settings;
  private final RunnerStarter starter;
  private final Consumer<String> output;
  private final InstantSource clock;
  private final Rounds rounds = new Rounds("praetor-worker", this::round);
  private final Map<String, Runner> runners = new LinkedHashMap<>();
  private final Map<String, Backoff> failures = new HashMap<>();
  private final List<Subscription> listening = new ArrayList<>();

  /**
   * Creates a worker and starts it.
   *
   * @param output gets each line that runners print, on threads of their own
   */
  public Worker(
      RunStore store,
      WorkerSettings settings,
      RunnerStarter starter,
      Consumer<String> output,
      InstantSource clock) {
    this.store = store;
    this.needed = store.neededCode();
    this.settings = settings;
    this.starter = starter;
    this.output = output;
    this.clock = clock;
    listening.add(store.signals().listen(Topic.QUEUE, rounds::request));
    listening.add(store.signals().listen(Topic.OWNERS, rounds::request));
    rounds.request();
  }

  private Duration round() {
    try {
      Set<String> codes = needed.now();
      reap();
      endIdle(codes);
      Duration longest = start(codes);
      Duration due = needed.nextDue().map(this::until).orElse(longest);
      return due.compareTo(longest) < 0 ? due : longest;
    } catch (StoreFailed e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      LOG.atDebug().setCause(e).log("the store is not available; this is retried");
      return AFTER_FAILURE;
    }
  }

  private Duration until(Instant due) {
    Duration left = Duration.between(clock.instant(), due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Forgets the runners that have ended. */
  private void reap() {
    for (Runner runner : List.copyOf(runners.values())) {
      if (runner.isAlive()) {
        continue;
      }
      runners.remove(runner.code());
      if (runner.isEnding() && runner.exitStatus() == 0) {
        LOG.atDebug().addKeyValue("runner", runner.pid()).log("the runner has ended");
        continue;
      }
      boolean early = runner.age().compareTo(SHORTEST_LIFE) < 0;
      LOG.atWarn()
          .addKeyValue("runner", runner.pid())
          .addKeyValue("package", runner.code())
          .log("the runner died: {}", ExitText.of(runner.exitStatus(), runner.lastLines()));
      if (early) {
        fail(runner.code());
      } else {
        failures.remove(runner.code());
      }
    }
  }

  private void fail(String code) {
    failures.merge(code, Backoff.first(), (before, _) -> before.next());
  }

  /** Ends the runners that nothing has needed for long. */
  private void endIdle(Set<String> codes) {
    for (Runner runner : runners.values()) {
      if (codes.contains(runner.code())) {
        runner.needed();
      } else if (runner.unneeded().compareTo(settings.idle()) >= 0 && !runner.isEnding()) {
        runner.end();
      }
    }
  }

  /** Starts the runners that are missing, and returns the longest time until the next look. */
  private Duration start(Set<String> codes) {
    Duration longest = store.sweep();
    for (String code : codes) {
      if (runners.containsKey(code)) {
        continue;
      }
      Duration left =
          Optional.ofNullable(failures.get(code)).map(Backoff::left).orElse(Duration.ZERO);
      if (left.isPositive()) {
        longest = left.compareTo(longest) < 0 ? left : longest;
      } else if (runners.size() < settings.runners()) {
        start(code);
      } else {
        makeRoom();
      }
    }
    return longest;
  }

  private void start(String code) {
    try {
      Runner runner = new Runner(code, starter.start(code), output, rounds::request);
      runners.put(code, runner);
      LOG.atDebug().addKeyValue("runner", runner.pid()).log("a runner for {} has started", code);
    } catch (IOException e) {
      fail(code);
      LOG.atError().setCause(e).log("no runner could be started: {}", e.getMessage());
    }
  }

  /** Ends the runner that has been idle for longest, if there is one. */
  private void makeRoom() {
    runners.values().stream()
        .filter(runner -> !runner.isEnding() && runner.isIdle())
        .max((one, other) -> one.unneeded().compareTo(other.unneeded()))
        .ifPresent(Runner::end);
  }

  /**
   * Ends all runners: they start nothing more, and their runs have the grace period to end. What
   * has not ended by then is resumed by another worker, or the next.
   */
  @Override
  public void close() {
    listening.forEach(Subscription::close);
    rounds.close();
    Collection<Runner> all = runners.values();
    all.forEach(Runner::end);
    long last = System.nanoTime() + settings.grace().plus(AFTER_GRACE).toNanos();
    try {
      for (Runner runner : all) {
        runner.await(last - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
