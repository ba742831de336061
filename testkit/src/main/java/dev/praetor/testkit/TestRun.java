package dev.praetor.testkit;

import dev.praetor.FlowResult;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run that has ended, with assertions on it. Each gives the run back, so they chain. */
public final class TestRun<R extends @Nullable Object> implements FlowResult<R> {
  private final FlowResult<R> result;
  private final Events events;

  TestRun(FlowResult<R> result, Events events) {
    this.result = result;
    this.events = events;
  }

  @Override
  public RunId id() {
    return result.id();
  }

  @Override
  public String runName() {
    return result.runName();
  }

  @Override
  public State state() {
    return result.state();
  }

  @Override
  public R value() {
    return result.value();
  }

  @Override
  public TaskRun taskRun(String node) {
    return result.taskRun(node);
  }

  @Override
  public TaskRun taskRun(String node, int index) {
    return result.taskRun(node, index);
  }

  @Override
  public List<TaskRun> taskRuns(String node) {
    return result.taskRuns(node);
  }

  @Override
  public List<TaskRun> taskRuns() {
    return result.taskRuns();
  }

  /** Everything that happened, in order, as {@code send[3] Running}. */
  public List<String> events() {
    return events.all();
  }

  /** The names of the states of a mapped node's children, in index order. */
  public List<String> states(String node) {
    return result.taskRuns(node).stream().map(run -> run.state().name()).toList();
  }

  /** The run ended in this state. */
  public TestRun<R> ended(String state) {
    check(
        state.equals(state().name()),
        "the run is %s (%s), not %s".formatted(state().name(), state().message(), state));
    return this;
  }

  /** A node ended in this state. */
  public TestRun<R> ended(String node, String state) {
    return ended(taskRun(node), state);
  }

  /** A child ended in this state. */
  public TestRun<R> ended(String node, int index, String state) {
    return ended(taskRun(node, index), state);
  }

  private TestRun<R> ended(TaskRun run, String state) {
    check(
        state.equals(run.state().name()),
        "%s is %s (%s), not %s"
            .formatted(run.path(), run.state().name(), run.state().message(), state));
    return this;
  }

  /** The children of a mapped node ended in these states, in index order. */
  public TestRun<R> childrenEnded(String node, String... states) {
    check(
        List.of(states).equals(states(node)),
        "the children of %s are %s, not %s".formatted(node, states(node), List.of(states)));
    return this;
  }

  /** The message of a node's state has this in it. */
  public TestRun<R> says(String node, String text) {
    String message = taskRun(node).state().message();
    check(
        message.contains(text),
        "'%s' is not in the message of %s: %s".formatted(text, node, message));
    return this;
  }

  /** A node took so many attempts. */
  public TestRun<R> took(String node, int attempts) {
    return took(taskRun(node), attempts);
  }

  /** A child took so many attempts. */
  public TestRun<R> took(String node, int index, int attempts) {
    return took(taskRun(node, index), attempts);
  }

  private TestRun<R> took(TaskRun run, int attempts) {
    check(
        run.attempts() == attempts,
        "%s took %d attempts, not %d".formatted(run.path(), run.attempts(), attempts));
    return this;
  }

  /** One thing happened before another, as {@link #events} names them. */
  public TestRun<R> happened(String first, String then) {
    int a = events().indexOf(first);
    int b = events().indexOf(then);
    check(
        a >= 0 && b >= 0 && a < b,
        "'%s' did not happen before '%s' in %s".formatted(first, then, events()));
    return this;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
