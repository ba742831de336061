package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.TransitionTable;
import dev.praetor.engine.task.Hooks;
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
 * The one way in which the state of anything in a run changes, and in which failures and timers of
 * its task runs are set. For the owner of the run.
 */
final class Recorder {
  private final RunListener listener;
  private final HookRunner hooks;
  private final JournalBuffer buffer;
  private final Runnable onFailure;
  private State flow;

  Recorder(
      RunListener listener,
      HookRunner hooks,
      JournalBuffer buffer,
      State flow,
      Runnable onFailure) {
    this.listener = listener;
    this.hooks = hooks;
    this.buffer = buffer;
    this.flow = flow;
    this.onFailure = onFailure;
  }

  State flow() {
    return flow;
  }

  void flow(State next) {
    TransitionTable.FLOW_RUN.require(flow.type(), next.type(), "of this flow");
    flow = next;
    buffer.flow(next);
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
    TaskRunExtra extra = children.extra(index);
    if (extra != null) {
      extra.enter(new State.Running("", now, attempt), attempt);
    }
    if (from == StateType.PENDING && !run.node.policy().atMostOnce()) {
      buffer.begun(run, index, now);
    } else {
      buffer.changed(run, index);
    }
    tell(run, index);
  }

  /**
   * A task run ends well, with nothing to say about it.
   *
   * @param kept the value as the journal keeps it
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

  /** A task run enters any state. */
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
      extra.cancelTimer();
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
    buffer.changed(run, -1);
    listener.taskRun(run.name(), -1, state, () -> Snapshots.nodeRun(run));
    if (state.isUnsuccessful()) {
      onFailure.run();
    }
  }

  void expanded(NodeRun run) {
    listener.expanded(run.name(), run.width());
  }

  /** Keeps the last failure of a task run. */
  void failure(NodeRun run, int index, Failure failure) {
    extra(run, index).setFailure(failure);
  }

  /** Keeps the failure of an attempt and tells the hooks of its task. */
  void attemptFailed(NodeRun run, int index, Failure failure) {
    failure(run, index, failure);
    run.node
        .task()
        .filter(task -> !task.hooks().onAttemptFailed().isEmpty())
        .ifPresent(
            task -> hooks.tell(task.hooks().onAttemptFailed(), Snapshots.taskRun(run, index)));
  }

  /** Sets what is due later and does not happen if the task run ends before. */
  void timer(NodeRun run, int index, Timers.Timer timer) {
    extra(run, index).setTimer(timer);
  }

  /** The part of a task run beyond the ordinary, which begins to exist now if need be. */
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

  /** Takes a task run over from a record: the state it is in is recorded already. */
  void restored(NodeRun run, int index, PackedTaskRuns recorded, int at) {
    TaskRunPacker.copy(recorded, at, run.children(), index);
  }

  /** Takes the state of a mapped node itself over from a record. */
  void restoredOwn(NodeRun run, State recorded) {
    run.setOwn(recorded);
  }

  /**
   * Begins a task run anew that has ended in an earlier process, with its attempts counted. Its
   * recorded end is not taken over, so that no finished state changes.
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
