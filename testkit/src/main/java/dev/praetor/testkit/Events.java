package dev.praetor.testkit;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The events of a run, in order, as {@code send[3] Running}. Thread-safe. */
public sealed class Events implements RunListener permits Pauses {
  private final List<String> all = new ArrayList<>();

  @Override
  public synchronized void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    all.add(TaskPath.text(node, index) + " " + state.name());
    notifyAll();
  }

  @Override
  public synchronized void taskRunWithin(Within taskRun, State state) {
    if (state instanceof State.Paused) {
      all.add(taskRun.path() + " " + state.name());
      notifyAll();
    }
  }

  @Override
  public synchronized void flowRun(State state) {
    all.add("flow " + state.name());
    notifyAll();
  }

  /** Returns the events so far, in order. */
  public synchronized List<String> all() {
    return List.copyOf(all);
  }

  /**
   * Waits until a task run has entered a state, at most 30 seconds.
   *
   * @throws AssertionError if the task run has not entered the state by then
   */
  public void await(String taskRun, StateType state) throws InterruptedException {
    await(StateNames.event(taskRun, state));
  }

  /**
   * Waits for an event, at most 30 seconds.
   *
   * @throws AssertionError if the event has not happened by then
   * @throws IllegalArgumentException if the event does not end with the name of a state
   */
  public void await(String event) throws InterruptedException {
    StateNames.requireEvent(event);
    awaitAll("'" + event + "'", events -> events.contains(event));
  }

  /**
   * Waits until a number of events end with this text, for example {@code "] Queued"}, at most 30
   * seconds.
   *
   * @throws AssertionError if there are fewer such events by then
   * @throws IllegalArgumentException if the text does not end with the name of a state
   */
  public void awaitCount(String event, int times) throws InterruptedException {
    StateNames.requireEvent(event);
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
