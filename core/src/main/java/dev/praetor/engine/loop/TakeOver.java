package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.PlannedRuns;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.TaskRunPacker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gives task runs what is known of them from before, when their turn comes: in a run that goes on
 * that is where they stood, in a restart the results of those that are not run again. For the owner
 * of the run.
 */
final class TakeOver {
  private static final String CRASHED = "the process that ran it ended before it did";
  private final RunLoop loop;
  private final StartFrom continuation;

  TakeOver(RunLoop loop, StartFrom continuation) {
    this.loop = loop;
    this.continuation = continuation;
  }

  /** Whether a task run needs nothing more than what is known of it, or goes on from there. */
  boolean takes(NodeRun run, int index) {
    return switch (continuation) {
      case StartFrom.Fresh _ -> false;
      case StartFrom.Restarted restarted -> reuses(restarted, run, index);
      case StartFrom.Resumed resumed -> resumes(resumed, run, index);
    };
  }

  private boolean reuses(StartFrom.Restarted restarted, NodeRun run, int index) {
    if (!restarted.plan().reuses(run, index)) {
      return false;
    }
    RecordedRun.Node known = restarted.earlier().node(run.name()).orElseThrow();
    PackedTaskRuns children = children(known, run);
    int at = run.isSingle() ? 0 : index;
    StateType type = children.type(at);
    if (!type.isSuccessful()) {
      return false;
    }
    run.children().setValue(index, children.value(at));
    String label = children.label(at);
    if (label != null) {
      run.children().setLabel(index, label);
    }
    TaskRunExtra detail = children.detail(at);
    String before = detail == null || detail.state == null ? "" : detail.state.message();
    Optional<Journal.EncodedValue> kept =
        restarted
            .earlier()
            .missing(run.name(), run.publicIndex(index))
            .flatMap(why -> loop.settings().persistence().journal().absent(why));
    loop.recorder().enter(run, index, reused(type, before, restarted.earlier()), kept);
    loop.finished(run, index);
    return true;
  }

  private State reused(StateType type, String before, RecordedRun earlier) {
    String from = "reused from run " + earlier.header().id();
    String message = before.isEmpty() || before.startsWith("reused from ") ? from : before;
    return switch (type) {
      case SKIPPED -> new State.Skipped(message, loop.now());
      case CACHED -> new State.Cached(message, loop.now());
      default -> new State.Success(message, loop.now());
    };
  }

  /** The only run of a node stands as its only child. */
  private static PackedTaskRuns children(RecordedRun.Node known, NodeRun run) {
    if (!run.isSingle()) {
      return known.packed();
    }
    PackedTaskRuns one = new PackedTaskRuns(1);
    TaskRunPacker.pack(known.own().orElseThrow(), one, 0);
    return one;
  }

  private boolean resumes(StartFrom.Resumed resumed, NodeRun run, int index) {
    Optional<RecordedRun.Node> node = resumed.before().node(run.name());
    if (node.isEmpty() || run.isSingle() && node.get().own().isEmpty()) {
      return false;
    }
    RecordedRun.Node known = node.get();
    if (!run.isSingle() && known.width().isEmpty()) {
      return false;
    }
    PackedTaskRuns children = children(known, run);
    StateType type = children.type(index);
    TaskRunExtra detail = children.detail(index);
    if (type == StateType.PENDING && detail == null) {
      return false;
    }
    TaskRunPacker.copy(children, index, run.children(), index);
    if (known.createdMicros() > 0) {
      run.createdMicros = known.createdMicros();
    }
    restoreLoop(known, run, index);
    if (type.isFinished() && !resumed.lost().reuses(run, index)) {
      return runsAgain(resumed, run, index);
    }
    if (type.isFinished()) {
      loop.finished(run, index);
      return true;
    }
    return goesOn(run, index, type);
  }

  private void restoreLoop(RecordedRun.Node known, NodeRun run, int index) {
    Optional<Journal.LoopState> loopState = known.loop(run.publicIndex(index));
    if (loopState.isPresent()) {
      TaskRunExtra detail = loop.recorder().detail(run, index);
      detail.iteration = loopState.get().iteration();
      detail.loopState = loopState.get().state();
      detail.attemptsHere = TaskRunPacker.attemptsOfIteration(Snapshots.taskRun(run, index));
    }
  }

  /** A result that is still needed was not kept, so its task run is done once more. */
  private boolean runsAgain(StartFrom.Resumed resumed, NodeRun run, int index) {
    String why =
        resumed.before().missing(run.name(), run.publicIndex(index)).orElse("it was not kept");
    TaskRunExtra again = new TaskRunExtra();
    again.attempts = Snapshots.taskRun(run, index).attempts();
    again.attemptsHere = again.attempts;
    again.crashes = again.attempts;
    again.state = new State.Pending("runs again: its result cannot be had: " + why, loop.now());
    again.history.add(new Transition(again.attempts, again.state));
    run.children().setType(index, StateType.PENDING);
    run.children().putDetail(index, again);
    if (!run.node.policy().atMostOnce()) {
      return false;
    }
    String message = "it may run at most once, and its result cannot be had: " + why;
    loop.entrance().fail(run, index, message, Optional.of(Journal.crash(message)));
    return true;
  }

  private boolean goesOn(NodeRun run, int index, StateType type) {
    switch (type) {
      case RUNNING -> crashed(run, index);
      case RETRYING -> {
        State.Retrying waiting = (State.Retrying) Snapshots.of(run, index);
        loop.recorder().detail(run, index).timer =
            loop.timers().at(waiting.at(), () -> loop.dispatcher().ready(run, index));
      }
      case SCHEDULED -> loop.waits().goOn(run, index, (State.Scheduled) Snapshots.of(run, index));
      case PAUSED -> loop.entrance().pauseAgain(run, index);
      case QUEUED -> loop.dispatcher().ready(run, index);
      case PENDING -> {
        loop.recorder().detail(run, index).approved = wasPaused(run, index);
        return false;
      }
      default -> throw new IllegalStateException(run.path(index) + " cannot go on from " + type);
    }
    return true;
  }

  private static boolean wasPaused(NodeRun run, int index) {
    return wasPaused(Snapshots.taskRun(run, index));
  }

  private static boolean wasPaused(TaskRun run) {
    return run.history().stream().anyMatch(t -> t.state() instanceof State.Paused);
  }

  private void crashed(NodeRun run, int index) {
    if (run.node.work() instanceof Work.RunFlow flow) {
      loop.childFlows().goOn(run, index, flow);
      return;
    }
    TaskRunExtra detail = loop.recorder().detail(run, index);
    Failure failure = Journal.crash(CRASHED);
    detail.failure = failure;
    Policy policy = run.node.policy();
    if (policy.atMostOnce()) {
      String message =
          CRASHED
              + "; it may run at most once, so a person must say what happens: look whether it has"
              + " done its work, then restart the run from it or without it";
      loop.recorder()
          .enter(run, index, new State.Crashed(message, loop.now(), Optional.of(failure)));
      loop.finished(run, index);
      return;
    }
    detail.crashes++;
    loop.recorder()
        .enter(
            run,
            index,
            new State.Retrying(
                "attempt " + detail.attempts + " crashed: " + CRASHED,
                loop.now(),
                loop.now(),
                detail.attempts,
                Optional.of(failure)));
    loop.dispatcher().ready(run, index);
  }

  /** Gives a task run of a run that is stopped what is known of it; whether it has ended. */
  boolean restores(NodeRun run, int index) {
    if (!(continuation instanceof StartFrom.Resumed resumed)) {
      return false;
    }
    Optional<RecordedRun.Node> known = resumed.before().node(run.name());
    if (known.isEmpty() || !run.isSingle() && known.get().width().isEmpty()) {
      return false;
    }
    PackedTaskRuns children = children(known.get(), run);
    TaskRunPacker.copy(children, index, run.children(), index);
    if (!children.type(index).isFinished()) {
      return false;
    }
    loop.finished(run, index);
    return true;
  }

  /**
   * A mapped node as it was.
   *
   * @param history what is recorded of it already; empty where it is recorded anew
   * @param needsLists whether what it maps over is needed once more
   */
  record Kept(int width, List<Transition> history, boolean needsLists) {}

  /** What is known of a mapped node, if it is taken over with the children it has. */
  Optional<Kept> children(NodeRun run) {
    return switch (continuation) {
      case StartFrom.Fresh _ -> Optional.empty();
      case StartFrom.Restarted restarted ->
          restarted.plan().keepsChildren(run)
              ? known(restarted.earlier(), run)
                  .map(known -> new Kept(width(known), List.of(), runsAny(restarted.plan(), run)))
              : Optional.empty();
      case StartFrom.Resumed resumed ->
          known(resumed.before(), run)
              .map(known ->
                  new Kept(
                      width(known),
                      known.own().orElseThrow().history(),
                      runsAny(resumed.lost(), run)));
    };
  }

  private static Optional<RecordedRun.Node> known(RecordedRun of, NodeRun run) {
    return of.node(run.name()).filter(known -> known.width().isPresent());
  }

  private static int width(RecordedRun.Node known) {
    return known.width().orElseThrow();
  }

  private static boolean runsAny(RestartPlan plan, NodeRun run) {
    PlannedRuns members = plan.planned().get(run.name());
    return !run.isLowest() || members == null || members.anyRuns();
  }

  /** Whether a mapped node that made no children needs nothing more than what is known of it. */
  boolean takesWhole(NodeRun run) {
    return switch (continuation) {
      case StartFrom.Fresh _ -> false;
      case StartFrom.Restarted restarted -> reusesWhole(restarted, run);
      case StartFrom.Resumed resumed -> resumesWhole(resumed, run);
    };
  }

  private boolean reusesWhole(StartFrom.Restarted restarted, NodeRun run) {
    if (!restarted.plan().keepsWhole(run)) {
      return false;
    }
    TaskRun own = restarted.earlier().node(run.name()).flatMap(RecordedRun.Node::own).orElseThrow();
    loop.ended(run, reused(own.state().type(), own.state().message(), restarted.earlier()));
    return true;
  }

  private boolean resumesWhole(StartFrom.Resumed resumed, NodeRun run) {
    Optional<TaskRun> own = resumed.before().node(run.name()).flatMap(RecordedRun.Node::own);
    if (own.isEmpty()) {
      return false;
    }
    own.get().history().forEach(transition -> run.setOwn(transition.state()));
    State state = own.get().state();
    if (state.isFinished()) {
      loop.finished(run, -1);
      return true;
    }
    run.startRuleApplied = state.type() == StateType.PENDING && wasPaused(own.get());
    return state.type() == StateType.PAUSED;
  }

  /** The state in which a mapped node's end is recorded already. */
  Optional<State> recordedEnd(NodeRun run) {
    return continuation instanceof StartFrom.Resumed resumed
        ? resumed
            .before()
            .node(run.name())
            .flatMap(RecordedRun.Node::own)
            .map(TaskRun::state)
            .filter(State::isFinished)
        : Optional.empty();
  }

  /** The state the run itself was in, in a run that goes on. */
  Optional<State> flow() {
    return continuation instanceof StartFrom.Resumed resumed
        ? Optional.of(resumed.before().header().state())
        : Optional.empty();
  }

  /** When the run began, in a run that goes on. */
  Optional<Instant> started() {
    return continuation instanceof StartFrom.Resumed resumed
        ? resumed.before().header().started()
        : Optional.empty();
  }

  /** The run that a task run was before, in a run that goes on. */
  Optional<RecordedRun> child(String task, FlowDefinition flow) {
    return continuation instanceof StartFrom.Resumed resumed
        ? resumed.before().child(task, flow)
        : Optional.empty();
  }

  /** Whether there is something of a mapped node to be taken over, even in a run that stops. */
  boolean knows(NodeRun run) {
    return continuation instanceof StartFrom.Resumed resumed
        && resumed.before().node(run.name()).isPresent();
  }
}
