package dev.praetor.engine.taskruns;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.LargeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a task run that does not fit into a code, two times and a value: kept only for task
 * runs that need it. States, failures and timers are set by {@code Recorder} alone. Owned by the
 * thread of the run.
 */
public final class TaskRunExtra {
  private final List<Transition> history = new ArrayList<>(4);
  private @Nullable State state;
  private @Nullable Failure failure;
  private int attempts;
  private int attemptsHere;
  private Journal.@Nullable LoopState loop;
  private boolean approved;
  private int crashes;
  private @Nullable Cancellable timer;
  private @Nullable Cancellable deadline;
  private boolean permanent;
  private @Nullable Class<?> thrown;
  private boolean limited;

  /** A scheduled action that the end of its task run cancels. */
  @FunctionalInterface
  public interface Cancellable {
    /** Cancels the action. */
    void cancel();
  }

  public List<Transition> history() {
    return history;
  }

  public @Nullable State state() {
    return state;
  }

  /** Enters a state, after the attempts begun so far. */
  public void enter(State next) {
    state = next;
    history.add(new Transition(attempts, next));
  }

  /** Enters a state as a part of the given attempt. */
  public void enter(State next, int attempt) {
    state = next;
    history.add(new Transition(attempt, next));
  }

  /** Replaces the last state, which was never recorded. */
  public void replaceLast(State next) {
    state = next;
    history.set(history.size() - 1, new Transition(attempts, next));
  }

  public @Nullable Failure failure() {
    return failure;
  }

  public void setFailure(Failure failure) {
    this.failure = failure;
  }

  /** Returns the number of attempts begun, over all iterations. */
  public int attempts() {
    return attempts;
  }

  /** Begins an attempt; returns its number in this iteration, from 1. */
  public int beginAttempt() {
    if (loop != null && loop.due().isPresent()) {
      loop = new Journal.LoopState(loop.iteration(), loop.state(), loop.kept(), Optional.empty());
    }
    attempts++;
    return ++attemptsHere;
  }

  /** Ensures that an attempt, which may have begun before this object existed, is counted. */
  public void countAttempt(int attempt) {
    attempts = Math.max(attempts, attempt);
    attemptsHere = Math.max(attemptsHere, attempt);
  }

  /** Returns the number of attempts begun in the current iteration. */
  public int attemptsOfIteration() {
    return attemptsHere;
  }

  /** Returns the current iteration of a loop, from 1. */
  public int iteration() {
    return loop == null ? 1 : loop.iteration();
  }

  /** Returns the progress of a loop whose first iteration has ended. */
  public Optional<Journal.LoopState> loop() {
    return Optional.ofNullable(loop);
  }

  /** Begins the next iteration of a loop, or its wait for that. */
  public void iterate(Journal.LoopState next) {
    loop = next;
    attemptsHere = 0;
    crashes = 0;
  }

  /** Keeps the state of the current iteration, whose record is durable, in its large form. */
  public void letGoState(LargeValue durable) {
    if (loop != null) {
      loop = new Journal.LoopState(loop.iteration(), durable, Optional.empty(), loop.due());
    }
  }

  /** Restores the progress of a loop in a resumed run. */
  public void restoreLoop(Journal.LoopState recorded, int attemptsOfIteration) {
    loop = recorded;
    attemptsHere = attemptsOfIteration;
  }

  /** Begins a loop again with its first iteration, because its state is unavailable. */
  public void startOver() {
    loop = null;
    attemptsHere = 0;
    crashes = 0;
  }

  public boolean isApproved() {
    return approved;
  }

  public void approve() {
    approved = true;
  }

  /**
   * Returns the number of attempts whose process ended before they did; these do not count against
   * the policy.
   */
  public int crashes() {
    return crashes;
  }

  public void setCrashes(int crashes) {
    this.crashes = crashes;
  }

  /** Sets the scheduled action that the end of the task run cancels. */
  public void setTimer(Cancellable timer) {
    this.timer = timer;
  }

  /** Cancels the scheduled action and the deadline. */
  public void cancelTimers() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }

  /** Sets the action that ends the task run at its deadline, in place of the earlier one. */
  public void setDeadline(Cancellable action) {
    if (deadline != null) {
      deadline.cancel();
    }
    deadline = action;
  }

  public boolean hasDeadline() {
    return deadline != null;
  }

  /** Returns whether the task run is limited because its run is stopping. */
  public boolean isLimited() {
    return limited;
  }

  public void setLimited() {
    limited = true;
  }

  /** Returns whether the code asked that nothing retries its failure, not even the flow. */
  public boolean isPermanent() {
    return permanent;
  }

  public void setPermanent() {
    permanent = true;
  }

  /** Returns the class of the exception of the last failure, if it was thrown in this process. */
  public @Nullable Class<?> thrown() {
    return thrown;
  }

  public void setThrown(Class<?> type) {
    thrown = type;
  }

  /** Creates the extra of a recorded task run. */
  static TaskRunExtra of(List<Transition> history, State state, int attempts, int crashes) {
    TaskRunExtra extra = new TaskRunExtra();
    extra.history.addAll(history);
    extra.state = state;
    extra.countAttempt(attempts);
    extra.crashes = crashes;
    return extra;
  }

  /**
   * Creates the extra of a task run that begins anew, with its earlier attempts counted as crashed.
   *
   * @param reason the state in which the task run begins
   */
  public static TaskRunExtra reopened(State reason, int attempts) {
    return of(List.of(new Transition(attempts, reason)), reason, attempts, attempts);
  }

  TaskRunExtra copy() {
    TaskRunExtra copy = new TaskRunExtra();
    copy.history.addAll(history);
    copy.state = state;
    copy.failure = failure;
    copy.attempts = attempts;
    copy.attemptsHere = attemptsHere;
    copy.loop = loop;
    copy.approved = approved;
    copy.crashes = crashes;
    return copy;
  }
}
