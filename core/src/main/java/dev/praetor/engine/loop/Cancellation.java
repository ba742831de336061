package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import java.time.Duration;

/**
 * Stops a run: interrupts running attempts, cancels waiting task runs, and after the grace period
 * abandons all attempts that have not ended. For the owner of the run.
 */
final class Cancellation {
  private final NodeRuns runs;
  private final Stopping stopping;
  private final RunningAttempts running;
  private final AttemptEnds attemptEnds;
  private final ChildFlows childFlows;
  private final DependencyTracker tracker;
  private final FinishedQueue finished;
  private final Recorder recorder;
  private final Timers timers;
  private final TurnClock clock;
  private final Duration grace;

  Cancellation(
      NodeRuns runs,
      Stopping stopping,
      RunningAttempts running,
      AttemptEnds attemptEnds,
      ChildFlows childFlows,
      DependencyTracker tracker,
      FinishedQueue finished,
      Recorder recorder,
      Timers timers,
      TurnClock clock,
      Duration grace) {
    this.runs = runs;
    this.stopping = stopping;
    this.running = running;
    this.attemptEnds = attemptEnds;
    this.childFlows = childFlows;
    this.tracker = tracker;
    this.finished = finished;
    this.recorder = recorder;
    this.timers = timers;
    this.clock = clock;
    this.grace = grace;
  }

  /** Stops the run, unless it is already stopping or has ended. */
  void stop(String why) {
    stop(new Stopping.Reason(why, false));
  }

  void timeOut(String why) {
    stop(new Stopping.Reason(why, true));
  }

  private void stop(Stopping.Reason reason) {
    if (stopping.isStopping() || tracker.isFinished()) {
      return;
    }
    stopping.stop(reason);
    if (recorder.flow().type() != StateType.CANCELLING) {
      recorder.flow(new State.Cancelling(reason.why(), clock.now()));
    }
    timers.at(clock.now().plus(grace), this::force);
    running.interrupt(node -> !stopping.outlasts(node));
    childFlows.cancelAll(reason.why());
    for (NodeRun run : runs.roots()) {
      if (!stopping.outlasts(run.node)) {
        cancelWaiting(run);
      }
    }
  }

  /** Ends the grace period: abandons all running attempts, clean-up included. */
  private void force() {
    if (tracker.isFinished()) {
      return;
    }
    stopping.force();
    running.abandonAll().forEach(attemptEnds::abandoned);
    finished.settle();
    runs.roots().forEach(this::cancelWaiting);
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
        boolean waits = type.phase() == StateType.Phase.WAITING;
        if (waits || stopping.isForced() && !type.isFinished()) {
          stopping.cancel(run, i);
        }
      }
      run.queue.clear();
    }
  }
}
