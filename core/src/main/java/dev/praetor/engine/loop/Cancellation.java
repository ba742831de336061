package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Spans;
import dev.praetor.engine.events.Pauses;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.taskruns.NodeEnds.StopReason;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Stops a run: interrupts running attempts, cancels waiting task runs, and after the grace period
 * abandons the attempts that have not ended, so that clean-ups run behind them. For the owner of
 * the run.
 */
final class Cancellation {
  private static final String TOO_LONG = "took longer than ";
  private static final Pattern TIMED_OUT = Pattern.compile(TOO_LONG + "PT[-0-9.HMS]+");
  private final NodeRuns runs;
  private final Stopping stopping;
  private final RunningAttempts running;
  private final AttemptEnds attemptEnds;
  private final ChildFlows childFlows;
  private final AuthorCalls calls;
  private final Deadlines deadlines;
  private final DependencyTracker tracker;
  private final FinishedQueue finished;
  private final Recorder recorder;
  private final Timers timers;
  private final Pauses pauses;
  private final TurnClock clock;
  private final Duration grace;

  Cancellation(
      NodeRuns runs,
      Stopping stopping,
      RunningAttempts running,
      AttemptEnds attemptEnds,
      ChildFlows childFlows,
      AuthorCalls calls,
      Deadlines deadlines,
      DependencyTracker tracker,
      FinishedQueue finished,
      Recorder recorder,
      Timers timers,
      Pauses pauses,
      TurnClock clock,
      Duration grace) {
    this.runs = runs;
    this.stopping = stopping;
    this.running = running;
    this.attemptEnds = attemptEnds;
    this.childFlows = childFlows;
    this.calls = calls;
    this.deadlines = deadlines;
    this.tracker = tracker;
    this.finished = finished;
    this.recorder = recorder;
    this.timers = timers;
    this.pauses = pauses;
    this.clock = clock;
    this.grace = grace;
  }

  /** Stops the run, unless it is already stopping or has ended. */
  void stop(String why) {
    stop(new StopReason(why, false));
  }

  /**
   * Stops the run once it has taken longer than its time limit, pauses aside.
   *
   * @param started the time at which the run started, perhaps in an earlier process
   */
  void timeOut(StartFrom from, Instant started, Duration longest) {
    timeOutAfter(left(from, started, longest), longest);
  }

  private Duration left(StartFrom from, Instant started, Duration longest) {
    if (!(from instanceof StartFrom.Resumed again)) {
      return longest;
    }
    Duration paused = again.before().pausedUntil(clock.now());
    Instant last = Spans.after(Spans.after(started, longest), paused);
    Duration all = Spans.left(started, last, clock.date());
    return all.compareTo(longest) > 0 ? longest : all;
  }

  /**
   * Stops the run after a time in which it is not paused.
   *
   * @param left what is left of {@code longest}
   */
  private void timeOutAfter(Duration left, Duration longest) {
    long begin = clock.nanos() - pauses.nanos();
    Runnable look =
        () -> {
          Duration worked = Duration.ofNanos(clock.nanos() - pauses.nanos() - begin);
          if (worked.compareTo(left) >= 0) {
            stop(new StopReason(TOO_LONG + longest, true));
          } else {
            timeOutAfter(left.minus(worked), longest);
          }
        };
    timers.after(
        clock.after(left),
        () -> {
          if (pauses.isPaused()) {
            pauses.hold(look);
          } else {
            look.run();
          }
        });
  }

  /** Stops a resumed run that was already stopping, for the recorded reason. */
  void stopAgain(State before, Optional<Duration> timeout) {
    String why = before.message();
    stop(new StopReason(why, timeout.isPresent() && TIMED_OUT.matcher(why).matches()));
  }

  private void stop(StopReason reason) {
    if (stopping.isStopping() || tracker.isFinished()) {
      return;
    }
    stopping.stop(reason);
    pauses.end();
    if (recorder.flow().type() != StateType.CANCELLING) {
      recorder.flow(new State.Cancelling(reason.why(), clock.now()));
    }
    timers.after(clock.after(grace), this::force);
    abandon(attempt -> !attempt.isStarted() && !stopping.outlasts(attempt.run.node));
    running.interrupt(node -> !stopping.outlasts(node));
    childFlows.cancelAll(reason.why());
    calls.abandon(
        node -> !stopping.outlasts(node) && !(node.work() instanceof Work.RunFlow), this::cancel);
    for (NodeRun run : runs.roots()) {
      if (stopping.outlasts(run.node)) {
        limitCleanUp(run);
      } else {
        cancelWaiting(run);
      }
    }
  }

  /** Limits the clean-ups that have begun; any other is limited when it begins. */
  private void limitCleanUp(NodeRun run) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        limitCleanUp(group);
      }
    } else if (run.hasChildren()) {
      for (int i = 0; i < run.width(); i++) {
        if (run.children().started(i) > 0 && !run.children().type(i).isFinished()) {
          deadlines.limitCleanUp(run, i);
        }
      }
    }
  }

  /**
   * Ends the grace period: abandons the attempts that have not ended. Clean-ups run behind them,
   * each with a time limit of its own.
   */
  private void force() {
    if (tracker.isFinished() && running.count() == 0) {
      return;
    }
    stopping.force();
    abandon(attempt -> !stopping.outlasts(attempt.run.node));
    calls.abandon(node -> !stopping.outlasts(node), this::cancel);
    finished.settle();
    for (NodeRun run : runs.roots()) {
      if (!stopping.outlasts(run.node)) {
        cancelWaiting(run);
      }
    }
  }

  private void abandon(Predicate<Attempt> chosen) {
    running.abandon(chosen).forEach(attemptEnds::abandoned);
  }

  private void cancel(NodeRun run, int index) {
    if (index < 0) {
      stopping.cancelNode(run);
    } else {
      stopping.cancel(run, index);
    }
  }

  private void cancelWaiting(NodeRun run) {
    if (run.isFinished() || stopping.keepsRecord(run) && !run.readiness.isOpened()) {
      return;
    }
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        cancelWaiting(group);
      }
    } else if (!run.isExpanded()) {
      stopping.cancelNode(run);
    } else {
      for (int i = 0; i < run.width(); i++) {
        StateType type = run.children().type(i);
        boolean waits = type.phase() == StateType.Phase.WAITING && !asksCache(run, i);
        if (waits || isStuck(run, i) || isBetweenIterations(run, i)) {
          stopping.cancel(run, i);
        }
      }
      run.queue.clear();
    }
  }

  /** Returns whether a loop waits for its next iteration. */
  private boolean isBetweenIterations(NodeRun run, int index) {
    return run.children().type(index) == StateType.RUNNING
        && run.node.task().filter(task -> task.loop()).isPresent()
        && running.of(run, index).isEmpty();
  }

  /** Returns whether an attempt that is not recorded yet asks the cache. */
  private boolean asksCache(NodeRun run, int index) {
    return run.node.policy().cache().isPresent() && running.of(run, index).isPresent();
  }

  /** Returns whether a task run is still active although its grace is over. */
  private boolean isStuck(NodeRun run, int index) {
    return stopping.isForced()
        && !run.children().type(index).isFinished()
        && !childFlows.isInProgress(run, index);
  }
}
