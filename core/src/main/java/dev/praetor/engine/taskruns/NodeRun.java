package dev.praetor.engine.taskruns;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.Transition;
import dev.praetor.engine.UpstreamCounts;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The run of a node. A node inside a mapped subgraph has a run for each outer element. A node run
 * holds the node's children, or its only task run as a child without an index. Owned by the thread
 * of the run; states are set by {@code Recorder} alone.
 */
public final class NodeRun {
  public final GraphNode node;
  public final @Nullable NodeRun parent;
  public final int[] prefix;
  private final String name;

  /** The upstreams that are still awaited, for the dependency tracker. */
  public final Readiness readiness = new Readiness();

  /** The children that may start, for the classes that start and stop attempts. */
  public final StartQueue queue;

  /**
   * The lists the node is mapped over, for the code that expands the node or reads its arguments.
   */
  public final NodeInputs inputs = new NodeInputs();

  public final Set<String> tags;
  private StateType own = StateType.PENDING;
  private @Nullable State ownState;
  private final List<Transition> ownHistory = new ArrayList<>(4);
  private int width = -1;
  private @Nullable PackedTaskRuns children;
  private NodeRun @Nullable [] groups;
  private boolean expanded;
  private boolean startRuleApplied;
  private long createdMicros;

  public NodeRun(GraphNode node, @Nullable NodeRun parent, int[] prefix) {
    this.node = node;
    this.parent = parent;
    this.prefix = prefix;
    this.name = prefix.length == 0 ? node.name() : TaskPath.of(node.name(), prefix).toString();
    this.queue =
        new StartQueue(
            node.task()
                .map(t -> t.mapping().concurrency())
                .orElse(OptionalInt.empty())
                .orElse(Integer.MAX_VALUE));
    this.tags = node.task().map(t -> t.identity().tags()).orElse(Set.of());
    if (isSingle()) {
      children = new PackedTaskRuns(1);
      width = 1;
      expanded = true;
    }
  }

  /** Returns whether this node has a single task run, without an index. */
  public boolean isSingle() {
    return node.dimensions() == 0;
  }

  public int level() {
    return prefix.length;
  }

  /**
   * Returns whether the children of this node are task runs rather than nodes with children of
   * their own.
   */
  public boolean isLowest() {
    return isSingle() || prefix.length == node.dimensions() - 1;
  }

  /** Returns the name with the outer indexes: {@code work[2]}. */
  public String name() {
    return name;
  }

  public String path(int index) {
    return TaskPath.text(name, publicIndex(index));
  }

  /** Returns the index of a child as users see it, -1 if the node has a single task run. */
  public int publicIndex(int index) {
    return isSingle() ? -1 : index;
  }

  public int width() {
    return width;
  }

  public PackedTaskRuns children() {
    return Objects.requireNonNull(children, "children before expansion");
  }

  public boolean hasChildren() {
    return children != null;
  }

  public NodeRun @Nullable [] groups() {
    return groups;
  }

  /** Creates the children of a node, a child for each element of the lists it is mapped over. */
  public void expand(int width, List<Slices> views) {
    if (level() < node.scope().depth()) {
      inputs.setScopeView(views);
    } else {
      inputs.setViews(views);
    }
    this.width = width;
    this.expanded = true;
    if (isLowest()) {
      children = new PackedTaskRuns(width);
    } else {
      groups = new NodeRun[width];
    }
  }

  /** Returns whether the width is known; always true for a node that is not mapped. */
  public boolean isExpanded() {
    return expanded;
  }

  /** Returns the sources that determine the width of this level. */
  public List<Source.Sliced> mappedOver() {
    if (level() < node.scope().depth()) {
      return List.of(node.scope().over(level()));
    }
    List<Source.Sliced> sources = new ArrayList<>();
    for (Source argument : node.arguments()) {
      if (argument instanceof Source.Sliced sliced) {
        sources.add(sliced);
      }
    }
    return sources;
  }

  /**
   * Returns whether skip rule and trigger were applied to the node as a whole, so that they are not
   * applied to its children.
   */
  public boolean isStartRuleApplied() {
    return startRuleApplied;
  }

  public void setStartRuleApplied() {
    startRuleApplied = true;
  }

  /** Returns the time at which the run of this node was created, in microseconds since 1970. */
  public long createdMicros() {
    return createdMicros;
  }

  public void setCreatedMicros(long micros) {
    createdMicros = micros;
  }

  public StateType type(int index) {
    return groups != null ? groups[index].own() : children().type(index);
  }

  /** Returns the type of the node's own state; for a single task run, the type of its state. */
  public StateType own() {
    return isSingle() ? children().type(0) : own;
  }

  @Nullable State ownState() {
    return ownState;
  }

  List<Transition> ownHistory() {
    return ownHistory;
  }

  /**
   * Sets the state of a mapped node itself. Called only by {@code Recorder} and when recorded runs
   * are loaded.
   */
  public void setOwn(State state) {
    own = state.type();
    ownState = state;
    ownHistory.add(new Transition(0, state));
  }

  /** Replaces the last state of a mapped node itself, which was never recorded. */
  public void replaceOwn(State state) {
    ownHistory.removeLast();
    setOwn(state);
  }

  public boolean isFinished() {
    return own().isFinished();
  }

  /** Counts its task runs by the way they ended; a node without task runs counts as one. */
  public UpstreamCounts counts() {
    if (!expanded) {
      return UpstreamCounts.of(own);
    }
    if (groups == null) {
      return UpstreamCounts.of(children().counts());
    }
    UpstreamCounts all = UpstreamCounts.NONE;
    for (NodeRun group : groups) {
      all = all.plus(group.counts());
    }
    return all;
  }

  /** Counts its direct children by the way they ended. */
  public UpstreamCounts childCounts() {
    if (groups == null) {
      return UpstreamCounts.of(children().counts());
    }
    UpstreamCounts all = UpstreamCounts.NONE;
    for (NodeRun group : groups) {
      all = all.plus(UpstreamCounts.of(group.own()));
    }
    return all;
  }

  /** Returns this run, or the run around it that has the given level. */
  NodeRun atLevel(int level) {
    NodeRun run = this;
    while (run.level() > level) {
      run = Objects.requireNonNull(run.parent);
    }
    return run;
  }

  /** Returns the run inside this one at further outer indexes; null if there is none. */
  public @Nullable NodeRun at(List<Integer> indexes) {
    NodeRun run = this;
    for (int index : indexes) {
      NodeRun[] inner = run.groups;
      if (inner == null || index >= inner.length) {
        return null;
      }
      run = inner[index];
    }
    return run;
  }

  public int[] fullPath(int index) {
    if (isSingle()) {
      return prefix;
    }
    int[] path = Arrays.copyOf(prefix, prefix.length + 1);
    path[prefix.length] = index;
    return path;
  }

  @Override
  public String toString() {
    return name();
  }
}
