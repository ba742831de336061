package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeRun;

/**
 * Decides whether a task run that is ready starts its code, and otherwise takes the action that
 * replaces the code: its result may be known, the run may be stopping, a rule may prevent it from
 * running, or its node may run no task. For the owner of the run.
 */
final class StartGate {
  private final KnownBefore before;
  private final Stopping stopping;
  private final StartRule rule;
  private final ControlNodes control;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final TurnClock clock;

  StartGate(
      KnownBefore before,
      Stopping stopping,
      StartRule rule,
      ControlNodes control,
      Recorder recorder,
      TaskRunEnds ends,
      TurnClock clock) {
    this.before = before;
    this.stopping = stopping;
    this.rule = rule;
    this.control = control;
    this.recorder = recorder;
    this.ends = ends;
    this.clock = clock;
  }

  /**
   * Returns whether the code of a task run may run now; if not, the action that replaces the code
   * has been taken.
   */
  boolean enters(NodeRun run, int index) {
    if (before.settles(run, index)) {
      return false;
    }
    if (stopping.stops(run.node)) {
      stopping.cancel(run, index);
      return false;
    }
    return switch (rule.of(run, index)) {
      case StartRule.Verdict.Run _ -> !control.begin(run, index);
      case StartRule.Verdict.Stay stay -> {
        stay(run, index, stay.state(clock.now()));
        yield false;
      }
    };
  }

  private void stay(NodeRun run, int index, State state) {
    if (state.isFinished()) {
      ends.end(run, index, state);
    } else {
      recorder.enter(run, index, state);
    }
  }
}
