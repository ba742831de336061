package dev.praetor.engine.restart;

import dev.praetor.NotFound;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what has to run again: what did not succeed or was asked for, what follows from that,
 * and what made the values it needs where those are unavailable. Used once.
 */
final class RestartPlanner {
  private final Graph graph;
  private final RecordedRun earlier;
  private final RerunRule rule;
  private final List<GraphNode> inOrder;
  private final Map<String, PlannedRuns> planned = new LinkedHashMap<>();
  private final Map<GraphNode, List<PlannedRuns>> byNode = new HashMap<>();
  private final Map<GraphNode, Set<GraphNode>> wanted = new HashMap<>();

  private RestartPlanner(Graph graph, RecordedRun earlier, RerunRule rule) {
    this.graph = graph;
    this.earlier = earlier;
    this.rule = rule;
    inOrder = graph.nodes().stream().sorted(Comparator.comparingInt(GraphNode::rank)).toList();
    for (GraphNode node : graph.nodes()) {
      List<PlannedRuns> all = new ArrayList<>();
      collect(node, new int[0], all);
      byNode.put(node, all);
      all.forEach(each -> planned.put(each.name(), each));
      wanted.put(node, valuesOf(node));
    }
  }

  private void collect(GraphNode node, int[] prefix, List<PlannedRuns> into) {
    if (node.dimensions() == 0) {
      into.add(new PlannedRuns(node, prefix, 1));
      return;
    }
    PlannedRuns here = new PlannedRuns(node, prefix, -1);
    int width = earlier.node(here.name()).map(known -> known.width().orElse(-1)).orElse(-1);
    into.add(new PlannedRuns(node, prefix, width));
    if (prefix.length < node.dimensions() - 1) {
      for (int i = 0; i < width; i++) {
        int[] inner = Arrays.copyOf(prefix, prefix.length + 1);
        inner[prefix.length] = i;
        collect(node, inner, into);
      }
    }
  }

  /** The nodes whose values a node reads. */
  private static Set<GraphNode> valuesOf(GraphNode node) {
    Set<GraphNode> nodes = new HashSet<>();
    Sources.readBy(node).forEach(source -> nodes.addAll(Sources.behind(source)));
    return nodes;
  }

  /** Plans another try of an earlier run. */
  static RestartPlan restart(
      Graph graph, RecordedRun earlier, RestartPlan.From from, RestartPlan.Changes changes) {
    RestartPlanner planner = new RestartPlanner(graph, earlier, RerunRule.RESTART);
    planner.markUnfinished(changes);
    switch (from) {
      case RestartPlan.From.Failed _ -> {}
      case RestartPlan.From.All _ ->
          planner.planned.values().forEach(each -> each.runWhole("asked for"));
      case RestartPlan.From.Task task -> planner.markRoots(task.path());
    }
    return planner.fixpoint();
  }

  /** Plans what the same run, resumed, executes again although it has ended. */
  static RestartPlan resume(Graph graph, RecordedRun before) {
    RestartPlanner planner = new RestartPlanner(graph, before, RerunRule.RESUME);
    planner.markUnfinished(RestartPlan.Changes.NONE);
    return planner.fixpoint();
  }

  private void markUnfinished(RestartPlan.Changes changes) {
    planned.values().forEach(each -> markRoots(each, changes));
  }

  private RestartPlan fixpoint() {
    boolean more = true;
    while (more) {
      if (rule.followsUpstreams()) {
        inOrder.forEach(node -> of(node).forEach(this::markDownstream));
      }
      more = false;
      for (GraphNode node : inOrder.reversed()) {
        for (PlannedRuns each : of(node)) {
          more |= markProducers(each);
        }
      }
    }
    return result();
  }

  private void markRoots(TaskPath path) {
    PlannedRuns whole = planned.get(path.toString());
    if (whole != null) {
      whole.runWhole("asked for");
      return;
    }
    PlannedRuns owner = planned.get(path.owner().toString());
    if (owner != null && owner.isExpanded() && path.index() < owner.width()) {
      owner.run(path.index(), "asked for");
      return;
    }
    throw new NotFound(
        "task run '" + path + "'",
        "run "
            + earlier.header().id()
            + " has no task run '"
            + path
            + "'; its nodes are "
            + String.join(", ", graph.nodes().stream().map(GraphNode::name).toList())
            + ", and a child is named by its index, as in send[3]");
  }

  private void markRoots(PlannedRuns these, RestartPlan.Changes changes) {
    Optional<RecordedRun.Node> known = earlier.node(these.name());
    Optional<TaskRun> own = known.flatMap(RecordedRun.Node::own);
    Optional<String> parameter = changedParameter(these.node, changes);
    if (changes.nodes().contains(these.node.name())) {
      these.runWhole("it is defined otherwise now");
    } else if (parameter.isPresent()) {
      these.runWhole("parameter '" + parameter.get() + "' has another value");
    } else if (own.isEmpty()) {
      these.runWhole("it did not run");
    } else if (these.node.dimensions() == 0 || !these.isExpanded()) {
      State state = own.get().state();
      if (!rule.keeps(state.type())) {
        these.runWhole("it was " + state.name());
      }
    } else if (isLowest(these)) {
      PackedTaskRuns children = known.get().packed();
      for (int i = 0; i < these.width(); i++) {
        StateType type = children.type(i);
        if (!rule.keeps(type)) {
          these.run(i, type == StateType.PENDING ? "it did not run" : "it was " + type.label());
        }
      }
    }
  }

  private static boolean isLowest(PlannedRuns these) {
    return these.prefix.length >= these.node.dimensions() - 1;
  }

  private static Optional<String> changedParameter(GraphNode node, RestartPlan.Changes changes) {
    return Sources.readBy(node).stream()
        .flatMap(source -> Sources.parametersBehind(source).stream())
        .filter(changes.parameters()::contains)
        .sorted()
        .findFirst();
  }

  /** Marks what follows from something that is executed. */
  private void markDownstream(PlannedRuns these) {
    if (these.runsWhole()) {
      return;
    }
    for (Dependency need : these.node.dependencies()) {
      if (need.shared() <= these.prefix.length) {
        Optional<String> runs = anyRuns(need, these.prefix);
        if (runs.isPresent()) {
          these.runWhole("follows " + runs.get());
          return;
        }
      } else if (isLowest(these) && these.isExpanded()) {
        if (at(need.upstream(), these.prefix, these.prefix.length).runsWhole()) {
          these.runWhole("follows " + need.upstream().name());
          return;
        }
        for (int i = 0; i < these.width(); i++) {
          if (!these.runs(i)) {
            int index = i;
            anyRuns(need, path(these, i))
                .ifPresent(upstream -> these.run(index, "follows " + upstream));
          }
        }
      } else if (anyRuns(need, these.prefix).isPresent() && !isLowest(these)) {
        // Each inner one sees for itself which of these it follows; only a new width is for all.
        if (at(need.upstream(), these.prefix, these.prefix.length).runsWhole()) {
          these.runWhole("follows " + need.upstream().name());
          return;
        }
      }
    }
  }

  private List<PlannedRuns> of(GraphNode node) {
    return byNode.getOrDefault(node, List.of());
  }

  private static int[] path(PlannedRuns these, int index) {
    if (these.node.dimensions() == 0) {
      return these.prefix;
    }
    int[] path = Arrays.copyOf(these.prefix, these.prefix.length + 1);
    path[these.prefix.length] = index;
    return path;
  }

  /** The upstream task run that runs and that one at this path needs, if there is one. */
  private Optional<String> anyRuns(Dependency need, int[] path) {
    GraphNode upstream = need.upstream();
    int shared = Math.min(need.shared(), path.length);
    if (upstream.dimensions() <= shared) {
      int depth = Math.max(0, upstream.dimensions() - 1);
      PlannedRuns these = at(upstream, path, depth);
      int index = upstream.dimensions() == 0 ? 0 : path[upstream.dimensions() - 1];
      boolean there = these.prefix.length == depth;
      return these.runsWhole() || there && these.runs(index)
          ? Optional.of(these.path(there ? index : -1))
          : Optional.empty();
    }
    for (PlannedRuns each : of(upstream)) {
      if (each.anyRuns() && agrees(each.prefix, path, shared)) {
        return Optional.of(each.name());
      }
    }
    return Optional.empty();
  }

  private static boolean agrees(int[] prefix, int[] path, int shared) {
    int n = Math.min(prefix.length, shared);
    return Arrays.equals(prefix, 0, n, path, 0, n);
  }

  /** The members at a level along a path, or the last on the way there that exist. */
  private PlannedRuns at(GraphNode node, int[] path, int level) {
    PlannedRuns found = of(node).getFirst();
    TaskPath name = new TaskPath(node.name(), List.of());
    for (int i = 0; i < Math.min(level, path.length); i++) {
      name = name.child(path[i]);
      PlannedRuns deeper = planned.get(name.toString());
      if (deeper == null) {
        return found;
      }
      found = deeper;
    }
    return found;
  }

  /** Marks the producers of inputs that are unavailable. */
  private boolean markProducers(PlannedRuns these) {
    if (!these.anyRuns()) {
      return false;
    }
    boolean more = false;
    for (Dependency need : these.node.dependencies()) {
      if (!wanted.getOrDefault(these.node, Set.of()).contains(need.upstream())) {
        continue;
      }
      for (PlannedRuns upstream : of(need.upstream())) {
        more |= markProducers(these, need, upstream);
      }
    }
    return more;
  }

  private boolean markProducers(PlannedRuns these, Dependency need, PlannedRuns upstream) {
    if (upstream.runsWhole()
        || !agrees(upstream.prefix, these.prefix, Math.min(need.shared(), these.prefix.length))) {
      return false;
    }
    if (!upstream.isExpanded() || !isLowest(upstream)) {
      return false;
    }
    boolean more = false;
    for (int i = 0; i < upstream.width(); i++) {
      boolean sliced =
          need.shared() == these.prefix.length + 1
              && upstream.prefix.length == these.prefix.length
              && these.node.dimensions() > 0;
      if (sliced && !these.runs(i)) {
        continue;
      }
      Optional<String> why = missing(upstream, i);
      if (why.isPresent() && upstream.run(i, why.get())) {
        more = true;
      }
    }
    return more;
  }

  private Optional<String> missing(PlannedRuns upstream, int index) {
    if (rule.setsUpAgain() && upstream.node.role() == Role.SET_UP) {
      return Optional.of("what it set up has been cleaned up");
    }
    int at = upstream.node.dimensions() == 0 ? -1 : index;
    return earlier
        .missing(upstream.name(), at)
        .map(why -> "its result is needed and cannot be had: " + why);
  }

  private RestartPlan result() {
    List<RestartPlan.NodePlan> plans = new ArrayList<>();
    for (GraphNode node : graph.nodes()) {
      plans.add(plan(node));
    }
    return new RestartPlan(earlier.header().id(), plans, planned);
  }

  private RestartPlan.NodePlan plan(GraphNode node) {
    Map<String, String> runs = new LinkedHashMap<>();
    Map<StateType, Integer> reused = new EnumMap<>(StateType.class);
    int width = 0;
    boolean known = true;
    for (PlannedRuns each : of(node)) {
      each.reasons().forEach((index, why) -> runs.put(each.path(index), why));
      known &= each.isExpanded() && !each.runsWhole();
      if (each.runsWhole()) {
        continue;
      }
      if (!each.isExpanded() || node.dimensions() == 0) {
        earlier
            .node(each.name())
            .flatMap(RecordedRun.Node::own)
            .filter(_ -> !each.anyRuns())
            .ifPresent(own -> reused.merge(own.state().type(), 1, Integer::sum));
      } else if (isLowest(each)) {
        width += each.width();
        PackedTaskRuns children = earlier.node(each.name()).orElseThrow().packed();
        for (int i = 0; i < each.width(); i++) {
          if (!each.runs(i)) {
            reused.merge(children.type(i), 1, Integer::sum);
          }
        }
      }
    }
    Optional<Integer> shown =
        node.dimensions() > 0 && known ? Optional.of(width) : Optional.empty();
    return new RestartPlan.NodePlan(node.name(), shown, runs, reused);
  }
}
