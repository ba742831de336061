package dev.praetor.engine.taskruns;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a task run that does not fit into a code, two times and a value: kept only for those
 * that need it. States, failures and timers are set by {@code Recorder} alone. Owned by the thread
 * of the run.
 */
public final class TaskRunExtra {
  private final List<Transition> history = new ArrayList<>(4);
  private @Nullable State state;
  private @Nullable Failure failure;
  private int attempts;
  private int attemptsHere;
  private int iteration = 1;
  private @Nullable Object loopState;
  private boolean approved;
  private int crashes;
  private @Nullable Cancellable timer;

  /** Something due later that the end of the task run makes pointless. */
  @FunctionalInterface
  public interface Cancellable {
    /** Prevents it from happening. */
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

  public @Nullable Failure failure() {
    return failure;
  }

  public void setFailure(Failure failure) {
    this.failure = failure;
  }

  /** Attempts begun, over all iterations. */
  public int attempts() {
    return attempts;
  }

  /** Begins an attempt; its number in this iteration, from 1. */
  public int beginAttempt() {
    attempts++;
    return ++attemptsHere;
  }

  /** Makes sure that an attempt, which may have begun before this existed, is counted. */
  public void countAttempt(int attempt) {
    attempts = Math.max(attempts, attempt);
    attemptsHere = Math.max(attemptsHere, attempt);
  }

  /** The iteration of a loop, from 1. */
  public int iteration() {
    return iteration;
  }

  public @Nullable Object loopState() {
    return loopState;
  }

  /** Begins the next iteration of a loop. */
  public void iterate(@Nullable Object next) {
    iteration++;
    attemptsHere = 0;
    loopState = next;
  }

  /** Sets where a loop of a resumed run was. */
  public void restoreLoop(Journal.LoopState recorded, int attemptsOfIteration) {
    iteration = recorded.iteration();
    loopState = recorded.state();
    attemptsHere = attemptsOfIteration;
  }

  public boolean isApproved() {
    return approved;
  }

  public void approve() {
    approved = true;
  }

  /** Attempts whose process ended before they did; they do not count against the policy. */
  public int crashes() {
    return crashes;
  }

  public void setCrashes(int crashes) {
    this.crashes = crashes;
  }

  /** Sets what is due later and ends with the task run. */
  public void setTimer(Cancellable timer) {
    this.timer = timer;
  }

  public void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** The extra of a recorded task run. */
  static TaskRunExtra of(List<Transition> history, State state, int attempts, int crashes) {
    TaskRunExtra extra = new TaskRunExtra();
    extra.history.addAll(history);
    extra.state = state;
    extra.countAttempt(attempts);
    extra.crashes = crashes;
    return extra;
  }

  /**
   * The extra of a task run that begins anew: its earlier attempts are counted as crashed.
   *
   * @param reason the state it begins in
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
    copy.iteration = iteration;
    copy.loopState = loopState;
    copy.approved = approved;
    copy.crashes = crashes;
    return copy;
  }
}
