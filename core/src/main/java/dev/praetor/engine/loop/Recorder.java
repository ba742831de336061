package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.TransitionTable;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.TaskRunPacker;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records all changes of state in a run, and the failures and timers of its task runs; no other
 * class changes them. For the owner of the run.
 */
final class Recorder {
  private final RunListener listener;
  private final HookCalls hooks;
  private final JournalBuffer buffer;
  private final Runnable onFailure;
  private State flow;
  private State beforeEnd;

  Recorder(
      RunListener listener, HookCalls hooks, JournalBuffer buffer, State flow, Runnable onFailure) {
    this.listener = listener;
    this.hooks = hooks;
    this.buffer = buffer;
    this.flow = flow;
    this.beforeEnd = flow;
    this.onFailure = onFailure;
  }

  State flow() {
    return flow;
  }

  void flow(State next) {
    TransitionTable.FLOW_RUN.require(flow.type(), next.type(), "of this flow");
    beforeEnd = flow;
    flow = next;
    buffer.flow(next);
    listener.flowRun(next);
    hooks.flow(next);
  }

  /** Tells the listener the restored state of the flow. */
  void announceFlow() {
    listener.flowRun(flow);
  }

  /** Takes back the end of the run, which is not recorded because a change with it cannot be. */
  void takeBackEnd() {
    if (flow.isFinished()) {
      flow = beforeEnd;
    }
  }

  /** Records that a task run begins an attempt. */
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
    TaskRunExtra extra = children.extra(index);
    if (extra != null) {
      extra.enter(new State.Running("", now, attempt), attempt);
    }
    if (from == StateType.PENDING && !run.node.policy().atMostOnce()) {
      buffer.begun(run, index);
    } else {
      buffer.changed(run, index);
    }
    publish(run, index);
  }

  /**
   * Records that a task run succeeds, without a message.
   *
   * @param kept the value as encoded by the journal
   */
  void success(
      NodeRun run,
      int index,
      @Nullable Object value,
      Optional<Journal.EncodedValue> kept,
      Instant ended) {
    PackedTaskRuns children = run.children();
    if (children.extra(index) != null) {
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

  /** Records that a task run enters a state. */
  void enter(NodeRun run, int index, State state) {
    enter(run, index, state, Optional.empty());
  }

  void enter(NodeRun run, int index, State state, Optional<Journal.EncodedValue> kept) {
    PackedTaskRuns children = run.children();
    TransitionTable.TASK_RUN.require(children.type(index), state.type(), run.path(index));
    TaskRunExtra extra = extra(run, index);
    children.setType(index, state.type());
    children.setEntered(index, Snapshots.micros(state.time()));
    extra.enter(state);
    if (state.isFinished()) {
      extra.cancelTimers();
    }
    changed(run, index, kept);
    if (state.isUnsuccessful()) {
      onFailure.run();
    }
  }

  /** Records another end of a task run in place of its last one, which cannot be recorded. */
  void replaceEnd(NodeRun run, int index, State.Failed state) {
    if (index < 0) {
      run.replaceOwn(state);
      buffer.changed(run, -1);
      listener.taskRun(run.name(), -1, state, () -> Snapshots.nodeRun(run));
    } else {
      TaskRunExtra extra = extra(run, index);
      run.children().setType(index, state.type());
      run.children().setEntered(index, Snapshots.micros(state.time()));
      run.children().setValue(index, null);
      extra.replaceLast(state);
      state.failure().ifPresent(extra::setFailure);
      changed(run, index, Optional.empty());
    }
    onFailure.run();
  }

  /** Records that a mapped node itself enters a state. */
  void own(NodeRun run, State state) {
    TransitionTable.TASK_RUN.require(run.own(), state.type(), run.name());
    run.setOwn(state);
    buffer.changed(run, -1);
    listener.taskRun(run.name(), -1, state, () -> Snapshots.nodeRun(run));
    if (state.isUnsuccessful()) {
      onFailure.run();
    }
  }

  /** Records the elements that the children of a node are made from. */
  void elements(NodeRun run, ElementHashes hashes) {
    buffer.elements(run, hashes.text());
  }

  void expanded(NodeRun run) {
    listener.expanded(run.name(), run.width());
  }

  /** Records the last failure of a task run. */
  void failure(NodeRun run, int index, Failure failure) {
    extra(run, index).setFailure(failure);
  }

  /** Records the failure of an attempt and calls the hooks of its task. */
  void attemptFailed(NodeRun run, int index, Failure failure) {
    failure(run, index, failure);
    hooks.attemptFailed(run, index);
  }

  /** Sets a timer that is cancelled when its task run ends. */
  void timer(NodeRun run, int index, Timers.Timer timer) {
    extra(run, index).setTimer(timer);
  }

  /** Returns the extra of a task run, which is created if it does not exist. */
  TaskRunExtra extra(NodeRun run, int index) {
    PackedTaskRuns children = run.children();
    TaskRunExtra extra = children.extra(index);
    if (extra == null) {
      extra = new TaskRunExtra();
      Snapshots.begun(run, index, extra.history());
      extra.countAttempt(children.started(index) == 0 ? 0 : 1);
      children.putExtra(index, extra);
    }
    return extra;
  }

  /** Restores a task run from a record; its state is already recorded. */
  void restored(NodeRun run, int index, PackedTaskRuns recorded, int at) {
    TaskRunPacker.copy(recorded, at, run.children(), index);
  }

  /** Tells the listener the restored state of a task run, or with index -1 of a mapped node. */
  void announce(NodeRun run, int index) {
    if (index < 0) {
      listener.taskRun(run.name(), -1, Snapshots.ofNode(run), () -> Snapshots.nodeRun(run));
    } else {
      Supplier<TaskRun> all = () -> Snapshots.taskRun(run, index);
      listener.taskRun(run.name(), run.publicIndex(index), Snapshots.of(run, index), all);
    }
  }

  /** Restores the state of a mapped node itself from a record. */
  void restoredOwn(NodeRun run, State recorded) {
    run.setOwn(recorded);
  }

  /**
   * Begins anew a task run that began in an earlier process, with its attempts counted. Its
   * recorded state must not have been restored: nothing may follow that state.
   */
  void reopened(NodeRun run, int index, State.Pending reason, int attempts) {
    run.children().putExtra(index, TaskRunExtra.reopened(reason, attempts));
  }

  /** Adds to the history of a task run without a change of state, for example an iteration. */
  void note(NodeRun run, int index, State state) {
    extra(run, index).enter(state);
    changed(run, index, Optional.empty());
  }

  private void changed(NodeRun run, int index, Optional<Journal.EncodedValue> kept) {
    buffer.changed(run, index, kept);
    publish(run, index);
  }

  private void publish(NodeRun run, int index) {
    if (listener != RunListener.NONE) {
      Supplier<TaskRun> all = () -> Snapshots.taskRun(run, index);
      listener.taskRun(run.name(), run.publicIndex(index), Snapshots.of(run, index), all);
    }
    hooks.stateChanged(run, index);
  }
}
