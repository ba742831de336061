package dev.praetor.engine.taskruns;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Spans;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.graph.GraphNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes immutable states and task runs of packed ones. For the owner of the run. */
public final class Snapshots {
  private Snapshots() {}

  public static Instant time(long micros) {
    return Spans.ofMicros(micros);
  }

  public static long micros(Instant time) {
    return Spans.micros(time);
  }

  /** Returns the state of a task run. */
  public static State of(NodeRun run, int index) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      return ofNode(groups[index]);
    }
    TaskRunExtra extra = run.children().extra(index);
    State kept = extra == null ? null : extra.state();
    if (kept != null) {
      return kept;
    }
    long entered = run.children().entered(index);
    Instant time = time(entered == 0 ? run.createdMicros() : entered);
    return switch (run.children().type(index)) {
      case PENDING -> new State.Pending("", time);
      case RUNNING -> new State.Running("", time, 1);
      case SUCCESS -> new State.Success("", time);
      default -> throw new IllegalStateException(run.path(index) + " has lost its state");
    };
  }

  /**
   * Returns the state of a node: of a single node the state of its task run, of a mapped node its
   * own.
   */
  public static State ofNode(NodeRun run) {
    if (run.isSingle()) {
      return of(run, 0);
    }
    State own = run.ownState();
    if (own == null) {
      return new State.Pending("", time(run.createdMicros()));
    }
    return own instanceof State.Mapped mapped
        ? new State.Mapped(mapped.message(), mapped.time(), run.width(), children(run))
        : own;
  }

  /** Counts the children of a mapped node by state. */
  public static Map<StateType, Integer> children(NodeRun run) {
    Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        counts.merge(group.own(), 1, Integer::sum);
      }
      return counts;
    }
    for (StateType type : StateType.values()) {
      int n = run.children().count(type);
      if (n > 0) {
        counts.put(type, n);
      }
    }
    return counts;
  }

  /** Makes the journal's change of a task run, or with index -1 of a mapped node. */
  public static Journal.Change change(NodeRun run, int index, Optional<Journal.EncodedValue> kept) {
    boolean own = index < 0 || run.groups() != null;
    TaskRunExtra extra = own ? null : run.children().extra(index);
    TaskRun all = index < 0 ? recordedNode(run) : recorded(run, index);
    boolean ordinary = !own && extra == null;
    return new Journal.Change(all, run.createdMicros(), ordinary, kept, loopState(extra));
  }

  private static Optional<Journal.LoopState> loopState(@Nullable TaskRunExtra extra) {
    return extra == null ? Optional.empty() : extra.loop();
  }

  /** Returns a snapshot of a task run, without its value if that would have to be read. */
  public static TaskRun taskRun(NodeRun run, int index) {
    TaskRun all = recorded(run, index);
    return all.value() instanceof LargeValue ? withValue(all, null) : all;
  }

  /** Returns a task run with another value. */
  public static TaskRun withValue(TaskRun run, @Nullable Object value) {
    return new TaskRun(
        run.node(),
        run.index(),
        run.label(),
        run.state(),
        run.attempts(),
        value,
        run.failure(),
        run.history());
  }

  /** Returns a snapshot of a task run, with its value or the {@link LargeValue} in its place. */
  public static TaskRun recorded(NodeRun run, int index) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      TaskRun inner = nodeRun(groups[index]);
      return new TaskRun(
          run.name(),
          index,
          Integer.toString(index),
          inner.state(),
          inner.attempts(),
          inner.value(),
          inner.failure(),
          inner.history());
    }
    PackedTaskRuns children = run.children();
    TaskRunExtra extra = children.extra(index);
    String label = label(run, index);
    Optional<Failure> failure =
        extra == null ? Optional.empty() : Optional.ofNullable(extra.failure());
    return new TaskRun(
        run.name(),
        run.publicIndex(index),
        label,
        of(run, index),
        children.attempts(index),
        children.value(index),
        failure,
        history(run, index, extra));
  }

  /**
   * Returns a snapshot for a reader that may change its value. Calls code of the author, so that no
   * owner of a run may call it.
   */
  public static TaskRun lent(GraphNode node, TaskRun run) {
    try {
      return new TaskRun(
          run.node(),
          run.index(),
          run.label(),
          run.state(),
          run.attempts(),
          node.lend(run.value()),
          run.failure(),
          run.history());
    } catch (NotCarried e) {
      throw new IllegalStateException("a value that was kept cannot be copied: " + e, e);
    }
  }

  /** Returns its own label, or the label of the slice it belongs to, or its index. */
  private static String label(NodeRun run, int index) {
    if (run.isSingle()) {
      return run.node.name();
    }
    String own = run.children().label(index);
    if (own != null) {
      return own;
    }
    for (Slices view : run.inputs.views()) {
      if (view instanceof Slices.OfNode up && up.run().hasChildren()) {
        return label(up.run(), index);
      }
    }
    return Integer.toString(index);
  }

  /**
   * Returns a snapshot of a mapped node itself, or of the only task run of a single node, without
   * its value if that would have to be read.
   */
  public static TaskRun nodeRun(NodeRun run) {
    return run.isSingle() ? taskRun(run, 0) : recordedNode(run);
  }

  /**
   * Returns a snapshot as {@link #nodeRun} does, with the {@link LargeValue} in place of a value.
   */
  public static TaskRun recordedNode(NodeRun run) {
    if (run.isSingle()) {
      return recorded(run, 0);
    }
    State state = ofNode(run);
    Optional<Failure> failure =
        state instanceof State.Unsuccessful failed ? failed.failure() : Optional.empty();
    return new TaskRun(
        run.name(), -1, run.node.name(), state, 0, null, failure, List.copyOf(run.ownHistory()));
  }

  private static List<Transition> history(NodeRun run, int index, @Nullable TaskRunExtra extra) {
    return extra != null ? extra.history() : begun(run, index, new ArrayList<>(3));
  }

  /** Returns the history of an ordinary task run, whose times alone describe it. */
  public static List<Transition> begun(NodeRun run, int index, List<Transition> history) {
    PackedTaskRuns children = run.children();
    history.add(new Transition(0, new State.Pending("", time(run.createdMicros()))));
    long started = children.started(index);
    if (started > 0) {
      history.add(new Transition(1, new State.Running("", time(started), 1)));
    }
    if (children.type(index) == StateType.SUCCESS) {
      history.add(new Transition(1, new State.Success("", time(children.entered(index)))));
    }
    return history;
  }
}
