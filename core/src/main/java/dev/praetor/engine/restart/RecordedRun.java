package dev.praetor.engine.restart;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunPacker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The record of an earlier run, or of this run in an earlier process. The record is read completely
 * before it is used, and packed like a run itself. Built by one thread, then only read.
 */
public final class RecordedRun {
  private static final BiFunction<String, FlowDefinition, Optional<RecordedRun>> NO_CHILDREN =
      (_, _) -> Optional.empty();

  /** The reason for which a run is resumed, unless more is known. */
  static final String CRASH = "the process that ran it ended before it did";

  private final Header header;
  private String crash = CRASH;
  private Instant latest;
  private Duration paused = Duration.ZERO;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, ElementHashes> elements = new HashMap<>();
  private BiFunction<String, FlowDefinition, Optional<RecordedRun>> children = NO_CHILDREN;

  /**
   * The record of the run itself.
   *
   * @param times the times at which the run was created and was due
   * @param started the time at which the run began, if it began
   */
  public record Header(RunId id, State state, Journal.Times times, Optional<Instant> started) {
    public Instant scheduled() {
      return times.scheduled();
    }
  }

  /** The record of a node; in a mapped subgraph, for one outer element. */
  public static final class Node {
    private @Nullable TaskRun own;
    private @Nullable PackedTaskRuns packed;
    private final Map<Integer, String> missing = new HashMap<>();
    private final Map<Integer, Journal.LoopState> loops = new HashMap<>();
    private final Map<Integer, String> lostStates = new HashMap<>();
    private long createdMicros;

    /** Returns the node itself, or its only task run. */
    public Optional<TaskRun> own() {
      return Optional.ofNullable(own);
    }

    /** Returns the number of children of the node; empty if it never made any. */
    public OptionalInt width() {
      return packed == null ? OptionalInt.empty() : OptionalInt.of(packed.width());
    }

    /** Returns whether the task runs of a node (its only one or its children) were created. */
    public boolean hasTaskRuns(NodeRun run) {
      return run.isSingle() ? own != null : packed != null;
    }

    /** Returns the task runs of a node as its children; the only task run counts as child 0. */
    public PackedTaskRuns packedFor(NodeRun run) {
      if (!run.isSingle()) {
        return packed();
      }
      PackedTaskRuns one = new PackedTaskRuns(1);
      TaskRunPacker.pack(Objects.requireNonNull(own), one, 0);
      return one;
    }

    public PackedTaskRuns packed() {
      return Objects.requireNonNull(packed, "children of a node that had none");
    }

    public long createdMicros() {
      return createdMicros;
    }

    /**
     * Returns the reason why a value is unavailable although the task run returned one; empty if
     * there is no such reason.
     */
    Optional<String> missing(int index) {
      return Optional.ofNullable(missing.get(index));
    }

    public Optional<Journal.LoopState> loop(int index) {
      return Optional.ofNullable(loops.get(index));
    }

    /** Returns the reason why the state of a loop is unavailable, so that the loop starts over. */
    public Optional<String> lostState(int index) {
      return Optional.ofNullable(lostStates.get(index));
    }
  }

  public RecordedRun(Header header) {
    this.header = header;
    this.latest = header.state().time();
  }

  public Header header() {
    return header;
  }

  /** Returns the latest time in the record. */
  public Instant latest() {
    return latest;
  }

  /** Sets how the process ended that ran the run, in words. */
  public void setDeath(String how) {
    crash = CRASH + ": " + how;
  }

  /** Returns the reason for which the attempts in progress have crashed. */
  public String crash() {
    return crash;
  }

  /** Sets the history of the run itself, of which its pauses are read. */
  public void setHistory(List<Transition> history) {
    Instant since = null;
    paused = Duration.ZERO;
    for (Transition each : history) {
      if (since != null) {
        paused = paused.plus(Duration.between(since, each.state().time()));
      }
      since = each.state() instanceof State.Paused ? each.state().time() : null;
    }
  }

  /** Returns the length of all pauses of the run, the last of which may go on. */
  public Duration pausedUntil(Instant now) {
    return header.state() instanceof State.Paused last
        ? paused.plus(Duration.between(last.time(), now))
        : paused;
  }

  /** Sets the function that finds the record of a child run by the path of its task run. */
  public void setChildren(BiFunction<String, FlowDefinition, Optional<RecordedRun>> children) {
    this.children = children;
  }

  /**
   * Adds a task run. A mapped node itself comes before its children.
   *
   * @param missing the reason why its value is unavailable although the task run returned one
   * @param loop the progress of the task run, if it is a loop
   */
  public void add(TaskRun run, Optional<String> missing, Optional<Journal.LoopState> loop) {
    Node node = nodes.computeIfAbsent(run.node(), _ -> new Node());
    missing.ifPresent(why -> node.missing.put(run.index(), why));
    loop.ifPresent(state -> node.loops.put(run.index(), state));
    if (run.state().time().isAfter(latest)) {
      latest = run.state().time();
    }
    if (!run.history().isEmpty()) {
      long created = Snapshots.micros(run.history().getFirst().state().time());
      node.createdMicros =
          node.createdMicros == 0 ? created : Math.min(node.createdMicros, created);
    }
    if (run.index() >= 0) {
      if (node.packed != null && run.index() < node.packed.width()) {
        TaskRunPacker.pack(run, node.packed, run.index());
      }
      return;
    }
    node.own = run;
    TaskRunPacker.width(run).ifPresent(width -> node.packed = new PackedTaskRuns(width));
  }

  /** Adds the reason why the state of a loop is unavailable, whose task run is added. */
  public void addLostState(TaskRun loop, String why) {
    nodes.computeIfAbsent(loop.node(), _ -> new Node()).lostStates.put(loop.index(), why);
  }

  /** Returns a node by its name, with outer indexes: {@code plus[2]}. */
  public Optional<Node> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** Returns the number of children of a mapped node; empty if it never made any. */
  public Optional<Integer> widthOf(String name) {
    return node(name).flatMap(known -> known.width().stream().boxed().findFirst());
  }

  /** Adds the elements that the children of a mapped node were made from. */
  public void addElements(String node, ElementHashes hashes) {
    elements.put(node, hashes);
  }

  /** Returns the elements that the children of a mapped node were made from, if they are known. */
  public Optional<ElementHashes> elementsOf(String node) {
    return Optional.ofNullable(elements.get(node));
  }

  /**
   * Returns the reason why a value of a node, or of any of its children, is unavailable; empty if
   * all are available.
   */
  public Optional<String> anyMissing(String name) {
    return node(name).flatMap(known -> known.missing.values().stream().findFirst());
  }

  /** Returns the record of the child run that a task run of this run was. */
  public Optional<RecordedRun> child(String task, FlowDefinition flow) {
    return children.apply(task, flow);
  }

  /**
   * Returns the reason why the value of a task run is unavailable although it returned one; empty
   * if there is no such reason.
   */
  public Optional<String> missing(String node, int index) {
    return node(node).flatMap(known -> known.missing(index));
  }
}
