package dev.praetor.worker;

import dev.praetor.store.model.WorkerOrders;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.signal.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The runners of a worker. Used by its thread, and after that has ended by whoever closes it. */
final class Runners {
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);
  private static final Duration AFTER_GRACE = Duration.ofSeconds(10);
  private static final Duration BEAT = Duration.ofSeconds(3);
  private static final String LATE =
      "its worker killed it, because it did not end in the grace period";

  private final String worker;
  private final WorkerSettings settings;
  private final RunnerStarter starter;
  private final Surroundings around;
  private final InstantSource clock;
  private final List<Runner> runners = new ArrayList<>();
  private final Map<String, Backoff> failures = new HashMap<>();

  /**
   * The surroundings of runners.
   *
   * @param output gets each line that they print, on threads of their own
   * @param ended called by any thread when one has ended
   */
  record Surroundings(WorkerLog log, Consumer<String> output, Runnable ended) {}

  /**
   * Creates the access to runners.
   *
   * @param worker the id of the worker
   */
  Runners(
      String worker,
      WorkerSettings settings,
      RunnerStarter starter,
      Surroundings around,
      InstantSource clock) {
    this.worker = worker;
    this.settings = settings;
    this.starter = starter;
    this.around = around;
    this.clock = clock;
  }

  /** Returns the runners for a report. */
  List<WorkerRunner> report() {
    return runners.stream().map(Runner::report).toList();
  }

  /**
   * The death of a runner.
   *
   * @param pid the number of its process
   * @param how the end of the process in words
   */
  record Death(long pid, String how) {}

  /** Forgets the runners that have ended, and returns the deaths among their ends. */
  List<Death> reap() {
    List<Death> deaths = new ArrayList<>();
    for (Runner runner : List.copyOf(runners)) {
      if (runner.isAlive()) {
        continue;
      }
      runners.remove(runner);
      boolean expected = runner.isEnding() || runner.isIsolated() || runner.isRetiring();
      if (expected && runner.exitStatus() == 0) {
        around.log().info("runner %d has ended".formatted(runner.pid()));
        continue;
      }
      String why =
          runner.killed().orElseGet(() -> ExitText.of(runner.exitStatus(), runner.lastLines()));
      around
          .log()
          .warn("runner %d of package %s died: %s".formatted(runner.pid(), runner.code(), why));
      deaths.add(new Death(runner.pid(), why));
      if (runner.age().compareTo(SHORTEST_LIFE) < 0) {
        fail(runner.code());
      } else {
        failures.remove(runner.code());
      }
    }
    return deaths;
  }

  private void fail(String code) {
    failures.merge(code, Backoff.first(), (before, _) -> before.next());
  }

  /** Logs which runners have begun to retire: others are started in their place. */
  void noteRetiring() {
    for (Runner runner : runners) {
      if (runner.beginsToRetire()) {
        around
            .log()
            .warn(
                ("runner %d of package %s takes no more runs, because code in it ignores its"
                        + " interrupt; it ends when its other runs have ended")
                    .formatted(runner.pid(), runner.code()));
      }
    }
  }

  /**
   * Kills the runners that give no sign of life, or do not end when they should: their runs are
   * resumed by others, and they would be in the way of a new runner.
   */
  void killHung() {
    for (Runner runner : runners) {
      if (runner.killed().isPresent()) {
        continue;
      }
      if (runner.silence().compareTo(settings.silence()) >= 0) {
        runner.kill(
            "its worker killed it, because it gave no sign of life for %d seconds"
                .formatted(settings.silence().toSeconds()));
      } else if (runner.ending().compareTo(settings.grace().plus(AFTER_GRACE)) >= 0) {
        runner.kill(LATE);
      }
    }
  }

  /** Ends the runners that nothing has needed for long. */
  void endIdle(WorkerOrders orders) {
    for (Runner runner : runners) {
      if (isNeeded(runner, orders)) {
        runner.needed();
      } else if (runner.unneeded().compareTo(settings.idle()) >= 0 && !runner.isEnding()) {
        runner.end();
      }
    }
  }

  private static boolean isNeeded(Runner runner, WorkerOrders orders) {
    if (runner.isRetiring()) {
      return orders.isBusy(runner.pid());
    }
    boolean forOthers =
        runner.isIsolated()
            ? orders.isolated().containsKey(runner.code())
            : orders.needs(runner.code());
    return forOthers || orders.isBusy(runner.pid());
  }

  /** Starts the runners that are missing, and returns the longest time until the next look. */
  Duration start(WorkerOrders orders) {
    Duration longest = orders.next();
    for (String code : orders.needed()) {
      if (runners.stream().noneMatch(runner -> isShared(runner, code))) {
        Duration again = startIfPossible(new RunnerStarter.Order(code, worker, false));
        longest = again.compareTo(longest) < 0 ? again : longest;
      }
    }
    for (Map.Entry<String, Integer> each : orders.isolated().entrySet()) {
      String code = each.getKey();
      long ready = runners.stream().filter(runner -> isReady(runner, code, orders)).count();
      for (long i = ready; i < each.getValue() && hasRoom(); i++) {
        Duration again = startIfPossible(new RunnerStarter.Order(code, worker, true));
        longest = again.compareTo(longest) < 0 ? again : longest;
      }
    }
    return longest;
  }

  private static boolean isShared(Runner runner, String code) {
    return !runner.isIsolated() && !runner.isRetiring() && runner.isOf(code);
  }

  /** Returns whether a runner takes the next run of a package that gets a process of its own. */
  private static boolean isReady(Runner runner, String code, WorkerOrders orders) {
    return runner.isIsolated()
        && runner.isOf(code)
        && !runner.isEnding()
        && !orders.isBusy(runner.pid());
  }

  /** Starts a runner, and returns the time after which that may be possible if it is not now. */
  private Duration startIfPossible(RunnerStarter.Order order) {
    Duration left =
        Optional.ofNullable(failures.get(order.code())).map(Backoff::left).orElse(Duration.ZERO);
    if (left.isPositive()) {
      return left;
    }
    if (hasRoom()) {
      start(order);
    } else {
      makeRoom();
    }
    return Rounds.REST;
  }

  /**
   * Returns whether one more runner may be started. Those that retire do not hold up others, unless
   * there are as many of them as there may be runners.
   */
  private boolean hasRoom() {
    int most = settings.runners();
    long retiring = runners.stream().filter(Runner::isRetiring).count();
    return runners.size() - Math.min(retiring, most) < most;
  }

  private void start(RunnerStarter.Order order) {
    String code = order.code();
    try {
      Process process = starter.start(order);
      Runner runner = new Runner(order, process, clock.instant(), around.output(), around.ended());
      runners.add(runner);
      around.log().info("runner %d of package %s has started".formatted(runner.pid(), code));
    } catch (IOException e) {
      fail(code);
      around.log().error("no runner could be started: " + e.getMessage());
    }
  }

  /** Ends the runner that has been idle for longest, if there is one. */
  private void makeRoom() {
    runners.stream()
        .filter(runner -> !runner.isEnding() && runner.isIdle())
        .max((one, other) -> one.unneeded().compareTo(other.unneeded()))
        .ifPresent(Runner::end);
  }

  /**
   * Ends all runners: they start nothing more, and their runs have the grace period to end. What
   * has not ended by then is handed over to other workers, or to the next.
   *
   * @param beat called now and then meanwhile
   * @return the runners that had to be killed
   */
  List<Death> end(Runnable beat) {
    List<Death> deaths = new ArrayList<>();
    List<Runner> all = List.copyOf(runners);
    all.forEach(Runner::end);
    long last = System.nanoTime() + settings.grace().plus(AFTER_GRACE).toNanos();
    try {
      for (Runner runner : all) {
        for (long left = left(last); left > BEAT.toNanos(); left = left(last)) {
          if (runner.hasEnded(BEAT)) {
            break;
          }
          beat.run();
        }
        if (runner.isKilledAfter(left(last))) {
          deaths.add(new Death(runner.pid(), LATE));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return deaths;
  }

  private static long left(long last) {
    return Math.max(0, last - System.nanoTime());
  }
}
