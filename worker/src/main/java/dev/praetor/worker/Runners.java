package dev.praetor.worker;

import dev.praetor.store.model.WorkerOrders;
import dev.praetor.store.model.WorkerRunner;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The runners of a worker. Used by its thread, and after that has ended by whoever closes it. */
final class Runners {
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);
  private static final Duration AFTER_GRACE = Duration.ofSeconds(10);
  private static final Duration BEAT = Duration.ofSeconds(3);

  private final String worker;
  private final WorkerSettings settings;
  private final RunnerStarter starter;
  private final Surroundings around;
  private final InstantSource clock;
  private final Map<String, Runner> runners = new LinkedHashMap<>();
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
    return runners.values().stream().map(Runner::report).toList();
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
    for (Runner runner : List.copyOf(runners.values())) {
      if (runner.isAlive()) {
        continue;
      }
      runners.remove(runner.code());
      if (runner.isEnding() && runner.exitStatus() == 0) {
        around.log().info("runner %d has ended".formatted(runner.pid()));
        continue;
      }
      String why = ExitText.of(runner.exitStatus(), runner.lastLines());
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

  /** Ends the runners that nothing has needed for long. */
  void endIdle(WorkerOrders orders) {
    for (Runner runner : runners.values()) {
      if (orders.needs(runner.code()) || orders.isBusy(runner.pid())) {
        runner.needed();
      } else if (runner.unneeded().compareTo(settings.idle()) >= 0 && !runner.isEnding()) {
        runner.end();
      }
    }
  }

  /** Starts the runners that are missing, and returns the longest time until the next look. */
  Duration start(WorkerOrders orders) {
    Duration longest = orders.next();
    for (String code : orders.needed()) {
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
      Process process = starter.start(new RunnerStarter.Order(code, worker));
      Runner runner = new Runner(code, process, clock.instant(), around.output(), around.ended());
      runners.put(code, runner);
      around.log().info("runner %d of package %s has started".formatted(runner.pid(), code));
    } catch (IOException e) {
      fail(code);
      around.log().error("no runner could be started: " + e.getMessage());
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
   * has not ended by then is handed over to other workers, or to the next.
   *
   * @param beat called now and then meanwhile
   * @return the runners that had to be killed
   */
  List<Death> end(Runnable beat) {
    List<Death> deaths = new ArrayList<>();
    List<Runner> all = new ArrayList<>(runners.values());
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
          deaths.add(
              new Death(
                  runner.pid(),
                  "its worker killed it, because it did not end in the grace period"));
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
