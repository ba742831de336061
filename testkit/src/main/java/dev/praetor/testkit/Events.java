package dev.praetor.testkit;

import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.engine.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Everything that happened in a run, in order, as {@code send[3] Running}. Thread-safe. */
public final class Events implements RunListener {
  private final List<String> all = new ArrayList<>();

  @Override
  public synchronized void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    all.add((index < 0 ? node : node + "[" + index + "]") + " " + state.name());
    notifyAll();
  }

  @Override
  public synchronized void flowRun(State state) {
    all.add("flow " + state.name());
    notifyAll();
  }

  /** What has happened so far. */
  public synchronized List<String> all() {
    return List.copyOf(all);
  }

  /** Waits until something has happened, at most 30 seconds. */
  public void await(String event) throws InterruptedException {
    awaitAll("'" + event + "'", events -> events.contains(event));
  }

  /** Waits until something has happened so many times, at most 30 seconds. */
  public void awaitCount(String event, int times) throws InterruptedException {
    awaitAll(
        times + " × '" + event + "'",
        events -> events.stream().filter(e -> e.endsWith(event)).count() >= times);
  }

  private synchronized void awaitAll(String what, Predicate<List<String>> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.test(all)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("no " + what + " in 30 seconds; there were " + all);
      }
      wait(left);
    }
  }
}
