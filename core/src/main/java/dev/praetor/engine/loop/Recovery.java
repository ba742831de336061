package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Spans;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import dev.praetor.engine.taskruns.ReadyLanes;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.TaskRunPacker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Restores the task runs of a resumed run to the states they were in when its process ended. An
 * attempt that was running has crashed. For the owner of the run.
 */
final class Recovery implements KnownBefore {
  private final RecordedRun before;
  private final RestartPlan lost;
  private final StartRule rule;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final TaskRunTimers timers;
  private final ReadyLanes lanes;
  private final ControlNodes control;
  private final TurnClock clock;

  Recovery(
      StartFrom.Resumed resumed,
      StartRule rule,
      Recorder recorder,
      TaskRunEnds ends,
      TaskRunTimers timers,
      ReadyLanes lanes,
      ControlNodes control,
      TurnClock clock) {
    this.before = resumed.before();
    this.lost = resumed.lost();
    this.rule = rule;
    this.recorder = recorder;
    this.ends = ends;
    this.timers = timers;
    this.lanes = lanes;
    this.control = control;
    this.clock = clock;
  }

  @Override
  public boolean settles(NodeRun run, int index) {
    RecordedRun.Node known = before.node(run.name()).orElse(null);
    if (known == null || !known.hasTaskRuns(run)) {
      return false;
    }
    PackedTaskRuns recorded = known.packedFor(run);
    StateType type = recorded.type(index);
    TaskRunExtra extra = recorded.extra(index);
    if (type == StateType.PENDING && extra == null) {
      return false;
    }
    if (known.createdMicros() > 0) {
      run.setCreatedMicros(known.createdMicros());
    }
    if (type.isFinished() && !lost.reuses(run, index)) {
      String why = before.missing(run.name(), run.publicIndex(index)).orElse("it was not kept");
      beginsAnew(recorded, run, index, "runs again: its result is unavailable: " + why);
      return false;
    }
    if (!runHasEnded() && isHeldBack(run, index, type)) {
      beginsAnew(recorded, run, index, "decided again: its upstreams ran again");
      return false;
    }
    recorder.restored(run, index, recorded, index);
    restoreLoop(known, run, index);
    if (type.isFinished()) {
      ends.recorded(run, index);
      return true;
    }
    if (runHasEnded()) {
      ends.end(run, index, new State.Cancelled("the run has ended", clock.now()));
      return true;
    }
    return resumes(known, run, index, type);
  }

  /**
   * Returns whether the run had ended, so that only its result is returned. A run that was given up
   * ended before its task runs.
   */
  private boolean runHasEnded() {
    return before.header().state().isFinished();
  }

  private void restoreLoop(RecordedRun.Node known, NodeRun run, int index) {
    known
        .loop(run.publicIndex(index))
        .ifPresent(loop -> {
          int attempts = TaskRunPacker.attemptsOfIteration(Snapshots.taskRun(run, index));
          recorder.extra(run, index).restoreLoop(loop, attempts);
        });
  }

  /** Begins a task run anew; of its record only the label and the number of attempts remain. */
  private void beginsAnew(PackedTaskRuns recorded, NodeRun run, int index, String why) {
    String label = recorded.label(index);
    if (label != null) {
      run.children().setLabel(index, label);
    }
    State.Pending reason = new State.Pending(why, clock.now());
    recorder.reopened(run, index, reason, recorded.attempts(index));
  }

  /**
   * Returns whether a task run that had begun must not simply continue, because its upstreams,
   * which ran again, may no longer let it run.
   */
  private boolean isHeldBack(NodeRun run, int index, StateType type) {
    boolean wouldStart =
        type == StateType.RETRYING
            || type == StateType.QUEUED
            || type == StateType.RUNNING && !run.node.policy().atMostOnce();
    // An inner run that has begun continues as the same run, whatever led to it.
    if (!wouldStart || ControlNodes.startsRun(run.node)) {
      return false;
    }
    return StartRule.mayCall(run.node)
        ? followsAnyThatRunsAgain(run)
        : rule.of(run, index).isFinal();
  }

  private boolean followsAnyThatRunsAgain(NodeRun run) {
    return run.node.dependencies().stream()
        .map(need -> lost.planned().get(need.upstream().name()))
        .anyMatch(planned -> planned != null && planned.anyRuns());
  }

  private boolean resumes(RecordedRun.Node known, NodeRun run, int index, StateType type) {
    switch (type) {
      case RUNNING -> resumesRunning(known, run, index);
      case RETRYING -> {
        State.Retrying waiting = (State.Retrying) state(run, index);
        Duration left = Spans.left(waiting.time(), waiting.at(), clock.date());
        timers.after(run, index, left, () -> lanes.ready(run, index));
      }
      case SCHEDULED ->
          control.resumeSleep(
              run, index, (Work.Wait) run.node.work(), (State.Scheduled) state(run, index));
      case PAUSED -> {
        control.resumeApproval(run, index, (State.Paused) state(run, index));
        recorder.announce(run, index);
      }
      case QUEUED -> lanes.ready(run, index);
      case PENDING -> {
        if (wasPaused(Snapshots.taskRun(run, index))) {
          recorder.extra(run, index).approve();
        }
        return false;
      }
      default -> throw new IllegalStateException(run.path(index) + " cannot resume from " + type);
    }
    return true;
  }

  private static State state(NodeRun run, int index) {
    return Snapshots.of(run, index);
  }

  private static boolean wasPaused(TaskRun run) {
    return run.history().stream().anyMatch(t -> t.state() instanceof State.Paused);
  }

  private void resumesRunning(RecordedRun.Node known, NodeRun run, int index) {
    if (run.node.work() instanceof Work.RunFlow flow) {
      control.resumeFlow(run, index, flow, () -> before.child(run.path(index), flow.flow()));
      return;
    }
    TaskRunExtra extra = recorder.extra(run, index);
    if (extra.loop().isPresent() && extra.attemptsOfIteration() == 0) {
      beginsIteration(run, index, extra.loop().get());
      return;
    }
    crashed(run, index, extra, known.lostState(run.publicIndex(index)));
  }

  /** Begins the next iteration of a loop when it is due, for what was left of its wait. */
  private void beginsIteration(NodeRun run, int index, Journal.LoopState loop) {
    Instant noted = state(run, index).time();
    Duration left = Spans.left(noted, loop.due().orElse(noted), clock.date());
    timers.after(run, index, left, () -> lanes.ready(run, index));
  }

  private void crashed(NodeRun run, int index, TaskRunExtra extra, Optional<String> lostState) {
    Failure failure = Journal.crash(before.crash());
    Optional<Failure> cause = Optional.of(failure);
    if (run.node.policy().atMostOnce()) {
      String message =
          before.crash()
              + "; it may run at most once, so a person must decide: check whether it has done"
              + " its work, then restart the run from it or without it";
      ends.end(run, index, new State.Crashed(message, clock.now(), cause), failure);
      return;
    }
    String message = "attempt " + extra.attempts() + " crashed: " + before.crash();
    if (lostState.isPresent()) {
      extra.startOver();
      message += "; the loop starts over, because its state is unavailable: " + lostState.get();
    } else {
      extra.setCrashes(extra.crashes() + 1);
    }
    State again = new State.Retrying(message, clock.now(), clock.now(), extra.attempts(), cause);
    recorder.failure(run, index, failure);
    recorder.enter(run, index, again);
    lanes.ready(run, index);
  }

  @Override
  public boolean settlesNode(NodeRun run) {
    Optional<TaskRun> own = before.node(run.name()).flatMap(RecordedRun.Node::own);
    if (own.isEmpty()) {
      return false;
    }
    own.get().history().forEach(transition -> recorder.restoredOwn(run, transition.state()));
    State state = own.get().state();
    if (state.isFinished()) {
      ends.recorded(run, -1);
      return true;
    }
    if (state.type() == StateType.PENDING && wasPaused(own.get())) {
      run.setStartRuleApplied();
    }
    if (state.type() != StateType.PAUSED || runHasEnded()) {
      return false;
    }
    recorder.announce(run, -1);
    return true;
  }

  @Override
  public Optional<Children> children(NodeRun run) {
    return before
        .widthOf(run.name())
        .map(width ->
            new Children(
                width,
                before.node(run.name()).flatMap(RecordedRun.Node::own).orElseThrow().history(),
                KnownBefore.runsAny(lost, run),
                before.elementsOf(run.name())));
  }

  @Override
  public Optional<State> recordedEnd(NodeRun run) {
    return before
        .node(run.name())
        .flatMap(RecordedRun.Node::own)
        .map(TaskRun::state)
        .filter(State::isFinished);
  }

  @Override
  public boolean knows(NodeRun run) {
    return before.node(run.name()).isPresent();
  }

  @Override
  public boolean restoresEnd(NodeRun run, int index) {
    RecordedRun.Node known = before.node(run.name()).orElse(null);
    if (known == null || !known.hasTaskRuns(run)) {
      return false;
    }
    PackedTaskRuns recorded = known.packedFor(run);
    recorder.restored(run, index, recorded, index);
    if (!recorded.type(index).isFinished()) {
      return false;
    }
    ends.recorded(run, index);
    return true;
  }
}
