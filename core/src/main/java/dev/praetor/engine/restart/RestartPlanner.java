package dev.praetor.engine.restart;

import dev.praetor.NotFound;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the task runs to execute again: task runs that did not succeed or were requested, their
 * dependents, and the producers of needed values that are unavailable. Used once, by one thread.
 */
final class RestartPlanner {
  private final PlanGraph graph;
  private final RecordedRun earlier;
  private final RerunRule rule;
  private final Map<String, PlannedRuns> planned = new LinkedHashMap<>();
  private final Map<String, String> refused = new LinkedHashMap<>();
  private final Map<String, List<PlannedRuns>> byNode = new HashMap<>();

  private RestartPlanner(PlanGraph graph, RecordedRun earlier, RerunRule rule) {
    this.graph = graph;
    this.earlier = earlier;
    this.rule = rule;
    for (PlanNode node : graph.nodes()) {
      List<PlannedRuns> all = new ArrayList<>();
      collect(node, new int[0], all);
      byNode.put(node.name(), all);
      all.forEach(each -> planned.put(each.name(), each));
    }
  }

  private void collect(PlanNode node, int[] prefix, List<PlannedRuns> into) {
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

  /** Plans a restart of an earlier run. */
  static RestartPlan restart(
      PlanGraph graph, RecordedRun earlier, RestartPlan.From from, RestartPlan.Changes changes) {
    RestartPlanner planner = new RestartPlanner(graph, earlier, RerunRule.RESTART);
    planner.markUnfinished(changes);
    switch (from) {
      case RestartPlan.From.Failed _ -> {}
      case RestartPlan.From.All _ -> {
        planner.refused.clear();
        planner.planned.values().forEach(each -> each.runWhole("requested"));
      }
      case RestartPlan.From.Task task -> planner.markRoots(task.path());
    }
    planner.markValue();
    return planner.fixpoint();
  }

  /** Plans the task runs that a resumed run executes again although they have ended. */
  static RestartPlan resume(PlanGraph graph, RecordedRun before) {
    RestartPlanner planner = new RestartPlanner(graph, before, RerunRule.RESUME);
    planner.markUnfinished(RestartPlan.Changes.NONE);
    if (!before.header().state().isFinished()) {
      planner.markValue();
    }
    return planner.fixpoint();
  }

  /** Marks the producers of the run's own value, if what they returned is unavailable. */
  private void markValue() {
    for (String node : graph.result()) {
      for (PlannedRuns each : of(node)) {
        for (int i = 0;
            !each.runsWhole() && each.isExpanded() && each.isLowest() && i < each.width();
            i++) {
          markMissing(each, i);
        }
      }
    }
  }

  private boolean markMissing(PlannedRuns nodeRuns, int index) {
    Optional<String> why = missing(nodeRuns, index);
    if (why.isEmpty() || !nodeRuns.run(index, why.get())) {
      return false;
    }
    refuseIfRunBefore(nodeRuns, index, why.get());
    return true;
  }

  private void markUnfinished(RestartPlan.Changes changes) {
    planned.values().forEach(each -> markRoots(each, changes));
  }

  private RestartPlan fixpoint() {
    boolean more = true;
    while (more) {
      if (rule.followsUpstreams()) {
        graph.inOrder().forEach(node -> of(node.name()).forEach(this::markDownstream));
      }
      more = false;
      for (PlanNode node : graph.inOrder().reversed()) {
        for (PlannedRuns each : of(node.name())) {
          more |= markProducers(each);
        }
      }
    }
    return result();
  }

  private void markRoots(TaskPath path) {
    PlannedRuns whole = planned.get(path.toString());
    refused.keySet().removeIf(each -> TaskPath.parse(each).node().equals(path.node()));
    if (whole != null) {
      whole.runWhole("requested");
      return;
    }
    PlannedRuns owner = planned.get(path.owner().toString());
    if (owner != null && owner.isExpanded() && path.index() < owner.width()) {
      owner.run(path.index(), "requested");
      return;
    }
    throw new NotFound(
        "task run '" + path + "'",
        "run "
            + earlier.header().id()
            + " has no task run '"
            + path
            + "'; its nodes are "
            + String.join(", ", graph.nodes().stream().map(PlanNode::name).toList())
            + ", and a child is named by its index, as in send[3]");
  }

  private void markRoots(PlannedRuns nodeRuns, RestartPlan.Changes changes) {
    Optional<RecordedRun.Node> known = earlier.node(nodeRuns.name());
    Optional<TaskRun> own = known.flatMap(RecordedRun.Node::own);
    Optional<String> parameter = changedParameter(nodeRuns.node, changes);
    String change = changes.nodes().get(nodeRuns.node.name());
    if (change != null) {
      nodeRuns.runWhole(change);
      if (own.map(run -> run.state().isSuccessful()).orElse(false)) {
        refuseIfRunBefore(nodeRuns, -1, change);
      }
    } else if (parameter.isPresent()) {
      nodeRuns.runWhole("parameter '" + parameter.get() + "' has another value");
    } else if (own.isEmpty()) {
      nodeRuns.runWhole("it did not run");
    } else if (nodeRuns.node.dimensions() == 0 || !nodeRuns.isExpanded()) {
      State state = own.get().state();
      if (!rule.keeps(state.type())) {
        nodeRuns.runWhole("it was " + state.name());
      }
    } else if (nodeRuns.isLowest()) {
      PackedTaskRuns children = known.get().packed();
      for (int i = 0; i < nodeRuns.width(); i++) {
        StateType type = children.type(i);
        if (!rule.keeps(type)) {
          nodeRuns.run(i, type == StateType.PENDING ? "it did not run" : "it was " + type.label());
        }
      }
    }
  }

  private static Optional<String> changedParameter(PlanNode node, RestartPlan.Changes changes) {
    return node.parameters().stream().filter(changes.parameters()::contains).sorted().findFirst();
  }

  /** Marks the task runs of a node that follow from executed ones. */
  private void markDownstream(PlannedRuns nodeRuns) {
    if (nodeRuns.runsWhole()) {
      return;
    }
    for (PlanNode.Need need : nodeRuns.node.needs()) {
      if (need.shared() <= nodeRuns.prefix.length) {
        Optional<String> runs = anyRuns(need, nodeRuns.prefix);
        if (runs.isPresent()) {
          nodeRuns.runWhole("follows " + runs.get());
          return;
        }
      } else if (nodeRuns.isLowest() && nodeRuns.isExpanded()) {
        if (at(need.upstream(), nodeRuns.prefix, nodeRuns.prefix.length).runsWhole()) {
          nodeRuns.runWhole("follows " + need.upstream());
          return;
        }
        for (int i = 0; i < nodeRuns.width(); i++) {
          if (!nodeRuns.runs(i)) {
            int index = i;
            anyRuns(need, path(nodeRuns, i))
                .ifPresent(upstream -> nodeRuns.run(index, "follows " + upstream));
          }
        }
      } else if (anyRuns(need, nodeRuns.prefix).isPresent() && !nodeRuns.isLowest()) {
        // Each inner run decides separately which upstream runs it follows; only a new width
        // concerns all.
        if (at(need.upstream(), nodeRuns.prefix, nodeRuns.prefix.length).runsWhole()) {
          nodeRuns.runWhole("follows " + need.upstream());
          return;
        }
      }
    }
  }

  private List<PlannedRuns> of(String node) {
    return byNode.getOrDefault(node, List.of());
  }

  private static int[] path(PlannedRuns nodeRuns, int index) {
    if (nodeRuns.node.dimensions() == 0) {
      return nodeRuns.prefix;
    }
    int[] path = Arrays.copyOf(nodeRuns.prefix, nodeRuns.prefix.length + 1);
    path[nodeRuns.prefix.length] = index;
    return path;
  }

  /**
   * Returns an upstream task run that is executed and that a task run at this path needs, if there
   * is one.
   */
  private Optional<String> anyRuns(PlanNode.Need need, int[] path) {
    String upstream = need.upstream();
    int dimensions = of(upstream).getFirst().node.dimensions();
    int shared = Math.min(need.shared(), path.length);
    if (dimensions <= shared) {
      int depth = Math.max(0, dimensions - 1);
      PlannedRuns nodeRuns = at(upstream, path, depth);
      int index = dimensions == 0 ? 0 : path[dimensions - 1];
      boolean exists = nodeRuns.prefix.length == depth;
      return nodeRuns.runsWhole() || exists && nodeRuns.runs(index)
          ? Optional.of(nodeRuns.path(exists ? index : -1))
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

  /**
   * Returns the planned runs at a level along a path, or the deepest existing ones on the way
   * there.
   */
  private PlannedRuns at(String node, int[] path, int level) {
    PlannedRuns found = of(node).getFirst();
    TaskPath name = new TaskPath(node, List.of());
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
  private boolean markProducers(PlannedRuns nodeRuns) {
    if (!nodeRuns.anyRuns()) {
      return false;
    }
    boolean more = false;
    for (PlanNode.Need need : nodeRuns.node.needs()) {
      if (!nodeRuns.node.reads().contains(need.upstream())) {
        continue;
      }
      for (PlannedRuns upstream : of(need.upstream())) {
        more |= markProducers(nodeRuns, need, upstream);
      }
    }
    return more;
  }

  private boolean markProducers(PlannedRuns nodeRuns, PlanNode.Need need, PlannedRuns upstream) {
    if (upstream.runsWhole()
        || !agrees(
            upstream.prefix, nodeRuns.prefix, Math.min(need.shared(), nodeRuns.prefix.length))) {
      return false;
    }
    if (!upstream.isExpanded() || !upstream.isLowest()) {
      return false;
    }
    boolean more = false;
    for (int i = 0; i < upstream.width(); i++) {
      boolean sliced =
          need.shared() == nodeRuns.prefix.length + 1
              && upstream.prefix.length == nodeRuns.prefix.length
              && nodeRuns.node.dimensions() > 0;
      if (sliced && !nodeRuns.runs(i)) {
        continue;
      }
      more |= markMissing(upstream, i);
    }
    return more;
  }

  /** Notes that a task run that may run at most once has run, and would have to run again. */
  private void refuseIfRunBefore(PlannedRuns nodeRuns, int index, String why) {
    boolean hasRun =
        earlier
            .node(nodeRuns.name())
            .filter(known -> nodeRuns.node.dimensions() > 0 || known.own().isPresent())
            .isPresent();
    if (nodeRuns.node.atMostOnce() && hasRun) {
      refused.put(
          nodeRuns.path(index),
          "'" + nodeRuns.path(index) + "' may run at most once, and has run; " + why);
    }
  }

  private Optional<String> missing(PlannedRuns upstream, int index) {
    if (rule.setsUpAgain() && upstream.node.isSetUp()) {
      return Optional.of("its resource has been cleaned up");
    }
    int at = upstream.node.dimensions() == 0 ? -1 : index;
    return earlier
        .missing(upstream.name(), at)
        .map(why -> "its result is needed but unavailable: " + why);
  }

  private RestartPlan result() {
    if (!refused.isEmpty()) {
      throw new CannotRunAgain(
          earlier.header().id(), List.copyOf(refused.values()), refused.keySet().iterator().next());
    }
    List<RestartPlan.NodePlan> plans = new ArrayList<>();
    for (PlanNode node : graph.nodes()) {
      plans.add(NodePlans.of(node, of(node.name()), earlier));
    }
    return new RestartPlan(earlier.header().id(), plans, planned);
  }
}
