package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.TransitionTable;
import dev.praetor.engine.task.Hooks;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunExtra;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one way in which the state of anything in a run changes. For the owner of the run. */
final class Recorder {
  private final RunListener listener;
  private final HookRunner hooks;
  private final JournalBuffer batches;
  private final Runnable onFailure;
  private State flow;

  Recorder(
      RunListener listener,
      HookRunner hooks,
      JournalBuffer batches,
      State flow,
      Runnable onFailure) {
    this.listener = listener;
    this.hooks = hooks;
    this.batches = batches;
    this.flow = flow;
    this.onFailure = onFailure;
  }

  State flow() {
    return flow;
  }

  void flow(State next) {
    TransitionTable.FLOW_RUN.require(flow.type(), next.type(), "of this flow");
    flow = next;
    batches.flow(next);
    listener.flowRun(next);
    hooks.flow(next);
  }

  /** A task run begins an attempt. */
  void running(NodeRun run, int index, Instant now, int attempt) {
    PackedTaskRuns children = run.children();
    StateType from = children.type(index);
    TransitionTable.TASK_RUN.require(from, StateType.RUNNING, run);
    long micros = Snapshots.micros(now);
    if (children.started(index) == 0) {
      children.setStarted(index, micros);
    }
    children.setType(index, StateType.RUNNING);
    children.setEntered(index, micros);
    TaskRunExtra detail = children.detail(index);
    if (detail != null) {
      detail.state = new State.Running("", now, attempt);
      detail.history.add(new Transition(attempt, detail.state));
    }
    if (from == StateType.PENDING && !run.node.policy().atMostOnce()) {
      batches.begun(run, index, now);
    } else {
      batches.changed(run, index);
    }
    tell(run, index);
  }

  /** A task run ends well, with nothing to say about it. */
  void success(NodeRun run, int index, @Nullable Object value, Instant ended) {
    success(run, index, value, Optional.empty(), ended);
  }

  /** The same with what the journal made of the value. */
  void success(
      NodeRun run,
      int index,
      @Nullable Object value,
      Optional<Journal.EncodedValue> kept,
      Instant ended) {
    PackedTaskRuns children = run.children();
    if (children.detail(index) != null) {
      children.setValue(index, value);
      enter(run, index, new State.Success("", ended), kept);
      return;
    }
    TransitionTable.TASK_RUN.require(children.type(index), StateType.SUCCESS, run);
    children.setType(index, StateType.SUCCESS);
    children.setEntered(index, Snapshots.micros(ended));
    children.setValue(index, value);
    changed(run, index, kept);
  }

  /** A task run enters any state. */
  void enter(NodeRun run, int index, State state) {
    enter(run, index, state, Optional.empty());
  }

  void enter(NodeRun run, int index, State state, Optional<Journal.EncodedValue> kept) {
    PackedTaskRuns children = run.children();
    TransitionTable.TASK_RUN.require(children.type(index), state.type(), run.path(index));
    TaskRunExtra detail = detail(run, index);
    children.setType(index, state.type());
    children.setEntered(index, Snapshots.micros(state.time()));
    detail.state = state;
    detail.history.add(new Transition(detail.attempts, state));
    if (detail.timer != null && state.isFinished()) {
      detail.timer.cancel();
      detail.timer = null;
    }
    changed(run, index, kept);
    if (state.isUnsuccessful()) {
      onFailure.run();
    }
  }

  /** A mapped node itself enters a state. */
  void own(NodeRun run, State state) {
    TransitionTable.TASK_RUN.require(run.own(), state.type(), run.name());
    run.setOwn(state);
    batches.changed(run, -1);
    listener.taskRun(run.name(), -1, state, () -> Snapshots.nodeRun(run));
    if (state.isUnsuccessful()) {
      onFailure.run();
    }
  }

  void expanded(NodeRun run) {
    listener.expanded(run.name(), run.width());
  }

  void attemptFailed(NodeRun run, int index, Failure failure) {
    detail(run, index).failure = failure;
    run.node
        .task()
        .filter(task -> !task.hooks().onAttemptFailed().isEmpty())
        .ifPresent(
            task -> hooks.tell(task.hooks().onAttemptFailed(), Snapshots.taskRun(run, index)));
  }

  /** What is kept of a task run beyond the ordinary, begun now if need be. */
  TaskRunExtra detail(NodeRun run, int index) {
    PackedTaskRuns children = run.children();
    TaskRunExtra detail = children.detail(index);
    if (detail == null) {
      detail = new TaskRunExtra();
      Snapshots.begun(run, index, detail.history);
      detail.attempts = children.started(index) == 0 ? 0 : 1;
      detail.attemptsHere = detail.attempts;
      children.putDetail(index, detail);
    }
    return detail;
  }

  /** Adds to the history of a task run without a change of state, for example an iteration. */
  void note(NodeRun run, int index, State state) {
    TaskRunExtra detail = detail(run, index);
    detail.state = state;
    detail.history.add(new Transition(detail.attempts, state));
    changed(run, index, Optional.empty());
  }

  private void changed(NodeRun run, int index, Optional<Journal.EncodedValue> kept) {
    batches.changed(run, index, kept);
    tell(run, index);
  }

  private void tell(NodeRun run, int index) {
    if (listener != RunListener.NONE) {
      Supplier<TaskRun> all = () -> Snapshots.taskRun(run, index);
      listener.taskRun(run.name(), run.publicIndex(index), Snapshots.of(run, index), all);
    }
    if (run.node.task().isPresent()) {
      Hooks wanted = run.node.task().get().hooks();
      if (!wanted.isEmpty()) {
        tellHooks(wanted, run, index);
      }
    }
  }

  private void tellHooks(Hooks wanted, NodeRun run, int index) {
    TaskRun taskRun = Snapshots.taskRun(run, index);
    hooks.tell(wanted.onStateChange(), taskRun);
    if (taskRun.state().isUnsuccessful()) {
      hooks.tell(wanted.onFailure(), taskRun);
    }
  }
}
