package dev.praetor.engine.run;

import dev.praetor.Failure;
import dev.praetor.FlowResult;
import dev.praetor.NotFound;
import dev.praetor.RunFailed;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.secret.AuthorFrames;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import dev.praetor.engine.taskruns.RootCauses;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.ValueReader;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run that has ended. It no longer changes, so any thread may read it. */
public final class FinishedRun implements FlowResult<@Nullable Object> {
  private static final String FRAME = "at ";
  private final RunRequest request;
  private final NodeRuns runs;
  private final ValueReader values;
  private final Span times;
  private final State state;

  /** The times at which a run began and ended. */
  public record Span(Instant started, Instant ended) {}

  public FinishedRun(
      RunRequest request, NodeRuns runs, ValueReader values, State state, Span times) {
    this.request = request;
    this.runs = runs;
    this.values = values;
    this.state = state;
    this.times = times;
  }

  @Override
  public RunId id() {
    return request.id();
  }

  @Override
  public String runName() {
    return request.shownName();
  }

  public String flow() {
    return request.flow();
  }

  public Map<String, @Nullable Object> parameters() {
    return request.parameters();
  }

  List<NodeRun> roots() {
    return runs.roots();
  }

  /** Returns the masker of the secrets read in this run. */
  public Masker masker() {
    return request.masker();
  }

  public Span times() {
    return times;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public @Nullable Object value() {
    if (!state.isSuccessful()) {
      throw new RunFailed(
          id(),
          "run "
              + id()
              + " of flow '"
              + request.flow()
              + "' is "
              + state.name()
              + ": "
              + state.message()
              + summaries(),
          state);
    }
    return result();
  }

  /** Returns the value of the flow, null if it has none. */
  public @Nullable Object result() {
    try {
      return values.find(request.graph().result(), null, new int[0]).value();
    } catch (Throwable thrown) {
      throw new RunFailed(
          id(),
          "the value of flow '"
              + request.flow()
              + "' could not be read: "
              + masker().failure(thrown).summary(),
          state);
    }
  }

  /** Counts the task runs by state: children of any depth, not the nodes that contain them. */
  public Map<StateType, Integer> counts() {
    Map<StateType, Integer> counts = new LinkedHashMap<>();
    runs.roots().forEach(root -> count(root, counts));
    return counts;
  }

  private static void count(NodeRun run, Map<StateType, Integer> counts) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        count(group, counts);
      }
    } else if (run.isExpanded()) {
      Snapshots.children(run).forEach((type, n) -> counts.merge(type, n, Integer::sum));
    } else {
      counts.merge(run.own(), 1, Integer::sum);
    }
  }

  /** Returns the failures because of which this run failed; empty if there are none. */
  public List<FailureCause> causes() {
    if (state instanceof State.Unsuccessful own && own.failure().isPresent()) {
      return List.of(new FailureCause(own.failure().get(), TimeoutException.class, false));
    }
    List<FailureCause> found = new ArrayList<>();
    List<NodeRun> deciding = request.graph().deciding().stream().map(runs::root).toList();
    for (NodeRun cause : RootCauses.of(deciding, runs)) {
      RootCauses.leaves(cause, (run, index) -> found.add(cause(run, index)));
    }
    return found;
  }

  private static FailureCause cause(NodeRun run, int index) {
    TaskRunExtra extra = run.children().extra(index);
    State end = Snapshots.of(run, index);
    Failure failure =
        end instanceof State.Unsuccessful unsuccessful && unsuccessful.failure().isPresent()
            ? unsuccessful.failure().get()
            : new Failure(end.name(), end.message(), "", Optional.empty(), true);
    boolean refused = failure.type().equals(Journal.REFUSED);
    return new FailureCause(
        failure,
        extra == null ? null : extra.thrown(),
        refused || extra != null && extra.isPermanent());
  }

  /** Returns whether this run failed because of a failure that nothing retries. */
  public boolean isPermanent() {
    return causes().stream().anyMatch(FailureCause::permanent);
  }

  private String summaries() {
    return unsuccessful()
        .filter(run -> run.failure().isPresent() && run.state().type() != StateType.TRIGGER_FAILED)
        .limit(3)
        .map(run -> "\n  " + run.path() + ": " + told(run.failure().orElseThrow()))
        .collect(Collectors.joining());
  }

  /** Returns a failure in a line, and the line of the author's code in which it happened. */
  private static String told(Failure failure) {
    String place =
        failure
            .trace()
            .lines()
            .map(String::strip)
            .filter(line ->
                line.startsWith(FRAME) && AuthorFrames.isOne(line.substring(FRAME.length())))
            .findFirst()
            .map(line -> "\n    " + line)
            .orElse("");
    return failure.summary() + place;
  }

  /**
   * Returns the task runs that did not succeed, children rather than their nodes, in order of
   * definition.
   */
  public Stream<TaskRun> unsuccessful() {
    return runs.roots().stream().flatMap(FinishedRun::unsuccessful);
  }

  private static Stream<TaskRun> unsuccessful(NodeRun run) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      return Arrays.stream(groups).flatMap(FinishedRun::unsuccessful);
    }
    if (!run.isExpanded()) {
      return run.own().isUnsuccessful() ? Stream.of(Snapshots.nodeRun(run)) : Stream.empty();
    }
    return IntStream.range(0, run.width())
        .filter(i -> run.children().type(i).isUnsuccessful())
        .mapToObj(i -> Snapshots.taskRun(run, i));
  }

  @Override
  public TaskRun taskRun(String node) {
    NodeRun run = find(node);
    return run.isSingle() ? whole(run, 0) : Snapshots.nodeRun(run);
  }

  @Override
  public TaskRun taskRun(String node, int index) {
    NodeRun run = find(node);
    if (run.isSingle() && index == -1) {
      return whole(run, 0);
    }
    if (run.isSingle() || !run.isExpanded() || index < 0 || index >= run.width()) {
      throw new NotFound(
          "task run '" + TaskPath.text(node, index) + "'",
          "'" + node + "' has no child " + index + "; it has " + Math.max(0, width(run)));
    }
    return whole(run, index);
  }

  /** Returns a task run for a reader of its own, with its value, which is read if it is large. */
  private TaskRun whole(NodeRun run, int index) {
    TaskRun found = Snapshots.recorded(run, index);
    try {
      return Snapshots.withValue(found, run.node.lend(found.value()));
    } catch (NotCarried | RuntimeException e) {
      String why = masker().failure(e).summary();
      throw new RunFailed(
          id(), "the value of " + found.path() + " could not be read: " + why, state);
    }
  }

  private static int width(NodeRun run) {
    return run.isSingle() ? 0 : run.width();
  }

  @Override
  public List<TaskRun> taskRuns(String node) {
    NodeRun run = find(node);
    if (!run.isExpanded()) {
      return List.of();
    }
    return new AbstractList<>() {
      @Override
      public TaskRun get(int index) {
        return whole(run, Objects.checkIndex(index, size()));
      }

      @Override
      public int size() {
        return run.width();
      }
    };
  }

  /** Returns the number of children of a mapped node; 0 for other nodes. */
  public int width(String node) {
    return Math.max(0, width(find(node)));
  }

  @Override
  public List<TaskRun> taskRuns() {
    return runs.roots().stream()
        .map(root -> root.isSingle() ? whole(root, 0) : Snapshots.nodeRun(root))
        .toList();
  }

  /** Returns the arguments of a task run; empty if they were never available. */
  public Optional<List<@Nullable Object>> arguments(String node, int index) {
    NodeRun run = find(node);
    if (!run.hasChildren() || run.node.task().isEmpty()) {
      return Optional.empty();
    }
    try {
      List<@Nullable Object> read = new ArrayList<>();
      for (Object argument : values.arguments(run, Math.max(0, index))) {
        read.add(argument);
      }
      return Optional.of(Collections.unmodifiableList(read));
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  public RunRequest plan() {
    return request;
  }

  /** Returns this run as a record, from which a later run can reuse results. */
  public RecordedRun recorded() {
    RecordedRun recorded =
        new RecordedRun(
            new RecordedRun.Header(
                id(), state, request.identity().times(), Optional.of(times.started())));
    for (NodeRun root : runs.roots()) {
      record(root, recorded);
    }
    return recorded;
  }

  private static void record(NodeRun run, RecordedRun into) {
    into.add(Snapshots.recordedNode(run), Optional.empty(), Optional.empty());
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        record(group, into);
      }
    } else if (!run.isSingle() && run.hasChildren()) {
      for (int i = 0; i < run.width(); i++) {
        into.add(Snapshots.recorded(run, i), Optional.empty(), Optional.empty());
      }
    }
  }

  private NodeRun find(String name) {
    NodeRun run = locate(name);
    if (run == null) {
      throw new NotFound(
          "node '" + name + "'",
          "flow '"
              + request.flow()
              + "' has no node '"
              + name
              + "'; it has "
              + runs.roots().stream().map(NodeRun::name).collect(Collectors.joining(", ")));
    }
    return run;
  }

  private @Nullable NodeRun locate(String name) {
    TaskPath path = TaskPath.parse(name);
    return runs.root(path.node()).map(root -> root.at(path.indexes())).orElse(null);
  }

  @Override
  public String toString() {
    return "run " + id() + " of flow '" + request.flow() + "': " + state.name();
  }
}
