package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Verdict;
import dev.praetor.engine.events.Pauses;
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
  private final Confinement confinement;
  private final Pauses pauses;
  private final TurnClock clock;

  /** Starts the code of a task run. */
  @FunctionalInterface
  interface Start {
    void start(NodeRun run, int index);
  }

  StartGate(
      KnownBefore before,
      Stopping stopping,
      StartRule rule,
      ControlNodes control,
      Recorder recorder,
      TaskRunEnds ends,
      Confinement confinement,
      Pauses pauses,
      TurnClock clock) {
    this.before = before;
    this.stopping = stopping;
    this.rule = rule;
    this.control = control;
    this.recorder = recorder;
    this.ends = ends;
    this.confinement = confinement;
    this.pauses = pauses;
    this.clock = clock;
  }

  /**
   * Starts the code of a task run if it may run, or takes the action that replaces the code; in
   * this turn, or in a later one if code of the author decides.
   */
  void enter(NodeRun run, int index, Start start) {
    if (before.settles(run, index)) {
      return;
    }
    if (stopping.stops(run.node)) {
      stopping.cancel(run, index);
    } else if (StartRule.mayCall(run.node)) {
      rule.of(run, index, verdict -> decided(run, index, verdict, start));
    } else {
      act(run, index, rule.of(run, index), start);
    }
  }

  private void decided(NodeRun run, int index, Verdict verdict, Start start) {
    if (run.children().type(index) != StateType.PENDING) {
      return;
    }
    if (stopping.stops(run.node)) {
      stopping.cancel(run, index);
    } else {
      act(run, index, verdict, start);
    }
  }

  private void act(NodeRun run, int index, Verdict verdict, Start start) {
    switch (verdict) {
      case Verdict.Run _ when pauses.isPaused() && ControlNodes.startsRun(run.node) ->
          pauses.hold(() -> confinement.run(run, index, () -> decided(run, index, verdict, start)));
      case Verdict.Run _ -> {
        if (!control.begin(run, index)) {
          start.start(run, index);
        }
      }
      case Verdict.Stay stay -> stay(run, index, stay.state(clock.now()));
    }
  }

  private void stay(NodeRun run, int index, State state) {
    if (state.isFinished()) {
      ends.end(run, index, state);
    } else {
      recorder.enter(run, index, state);
    }
  }
}
