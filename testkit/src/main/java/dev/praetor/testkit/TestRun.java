package dev.praetor.testkit;

import dev.praetor.FlowResult;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A finished run, with assertions that throw {@link AssertionError} and return the run, so that
 * they can be chained. States are given as {@link StateType} or by their {@linkplain
 * StateType#label name}.
 */
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

  /** Returns the events of the run in order, for example {@code send[3] Running}. */
  public List<String> events() {
    return events.all();
  }

  /** Returns the names of the states of a mapped node's children, in index order. */
  public List<String> states(String node) {
    return result.taskRuns(node).stream().map(run -> run.state().name()).toList();
  }

  /** Checks that the run ended in this state. */
  public TestRun<R> ended(StateType state) {
    check(
        state().type() == state,
        "the run is %s (%s), not %s".formatted(state().name(), state().message(), state.label()));
    return this;
  }

  /**
   * Checks that the run ended in the state of this name, for example {@code Success}.
   *
   * @throws IllegalArgumentException if no state has that name
   */
  public TestRun<R> ended(String state) {
    return ended(StateNames.parse(state));
  }

  /** Checks that a node ended in this state. */
  public TestRun<R> ended(String node, StateType state) {
    return ended(taskRun(node), state);
  }

  /**
   * Checks that a node ended in the state of this name.
   *
   * @throws IllegalArgumentException if no state has that name
   */
  public TestRun<R> ended(String node, String state) {
    return ended(node, StateNames.parse(state));
  }

  /** Checks that a child of a mapped node ended in this state. */
  public TestRun<R> ended(String node, int index, StateType state) {
    return ended(taskRun(node, index), state);
  }

  /**
   * Checks that a child of a mapped node ended in the state of this name.
   *
   * @throws IllegalArgumentException if no state has that name
   */
  public TestRun<R> ended(String node, int index, String state) {
    return ended(node, index, StateNames.parse(state));
  }

  private TestRun<R> ended(TaskRun run, StateType state) {
    check(
        run.state().type() == state,
        "%s is %s (%s), not %s"
            .formatted(run.path(), run.state().name(), run.state().message(), state.label()));
    return this;
  }

  /** Checks that the children of a mapped node ended in these states, in index order. */
  public TestRun<R> childrenEnded(String node, StateType first, StateType... others) {
    return childrenEnded(node, Stream.concat(Stream.of(first), Stream.of(others)).toList());
  }

  /**
   * Checks that the children of a mapped node ended in the states of these names, in index order.
   * Without names it checks that the node has no children.
   *
   * @throws IllegalArgumentException if no state has one of the names
   */
  public TestRun<R> childrenEnded(String node, String... states) {
    return childrenEnded(node, Stream.of(states).map(StateNames::parse).toList());
  }

  private TestRun<R> childrenEnded(String node, List<StateType> states) {
    List<String> names = states.stream().map(StateType::label).toList();
    check(
        names.equals(states(node)),
        "the children of %s are %s, not %s".formatted(node, states(node), names));
    return this;
  }

  /** Checks that the message of a node's state contains this text. */
  public TestRun<R> says(String node, String text) {
    String message = taskRun(node).state().message();
    check(
        message.contains(text),
        "'%s' is not in the message of %s: %s".formatted(text, node, message));
    return this;
  }

  /** Checks the number of attempts that a node took. */
  public TestRun<R> took(String node, int attempts) {
    return took(taskRun(node), attempts);
  }

  /** Checks the number of attempts that a child of a mapped node took. */
  public TestRun<R> took(String node, int index, int attempts) {
    return took(taskRun(node, index), attempts);
  }

  private TestRun<R> took(TaskRun run, int attempts) {
    check(
        run.attempts() == attempts,
        "%s took %d attempts, not %d".formatted(run.path(), run.attempts(), attempts));
    return this;
  }

  /**
   * Checks that a node entered a state before another node, or the same node, entered its state.
   */
  public TestRun<R> happened(String first, StateType state, String then, StateType itsState) {
    return inOrder(StateNames.event(first, state), StateNames.event(then, itsState));
  }

  /**
   * Checks that one event came before another, as {@link #events} names them.
   *
   * @throws IllegalArgumentException if an event does not end with the name of a state
   */
  public TestRun<R> happened(String first, String then) {
    return inOrder(StateNames.requireEvent(first), StateNames.requireEvent(then));
  }

  private TestRun<R> inOrder(String first, String then) {
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
