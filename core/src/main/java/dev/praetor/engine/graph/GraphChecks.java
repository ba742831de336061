package dev.praetor.engine.graph;

import dev.praetor.Problem;
import dev.praetor.Trigger;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.task.TaskDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks of a graph as a whole. */
final class GraphChecks {
  private final String flow;
  private final List<GraphNode> nodes;
  private final List<Problem> problems;
  private final Map<GraphNode, List<Dependency>> upstream = new HashMap<>();
  private final Map<GraphNode, List<Dependency>> downstream = new HashMap<>();

  GraphChecks(String flow, List<GraphNode> nodes, List<Problem> problems) {
    this.flow = flow;
    this.nodes = nodes;
    this.problems = problems;
  }

  private List<Dependency> before(GraphNode node) {
    return Objects.requireNonNull(upstream.get(node));
  }

  private List<Dependency> after(GraphNode node) {
    return Objects.requireNonNull(downstream.get(node));
  }

  private void problem(GraphNode node, String message) {
    problems.add(new Problem(flow + "/" + node.name(), message));
  }

  /** Links every node with its upstreams and orders the nodes; a cycle is reported as a problem. */
  void linkAndOrder() {
    for (GraphNode node : nodes) {
      upstream.put(node, new ArrayList<>(Dependencies.of(node)));
      downstream.put(node, new ArrayList<>());
    }
    upstream.values().forEach(list -> list.forEach(d -> after(d.upstream()).add(d)));
    Map<GraphNode, Integer> missing = new HashMap<>();
    PriorityQueue<GraphNode> free = new PriorityQueue<>(Comparator.comparingInt(GraphNode::id));
    for (GraphNode node : nodes) {
      missing.put(node, before(node).size());
      if (before(node).isEmpty()) {
        free.add(node);
      }
    }
    int rank = 0;
    while (!free.isEmpty()) {
      GraphNode node = free.remove();
      node.link(before(node), after(node), rank++);
      missing.remove(node);
      for (Dependency next : after(node)) {
        if (missing.merge(next.downstream(), -1, Integer::sum) == 0) {
          free.add(next.downstream());
        }
      }
    }
    if (!missing.isEmpty()) {
      reportCycle(missing.keySet());
    }
  }

  private void reportCycle(Set<GraphNode> caught) {
    GraphNode start = caught.stream().min(Comparator.comparingInt(GraphNode::id)).orElseThrow();
    List<GraphNode> path = new ArrayList<>();
    GraphNode at = start;
    while (!path.contains(at)) {
      path.add(at);
      at =
          before(at).stream()
              .map(Dependency::upstream)
              .filter(caught::contains)
              .findFirst()
              .orElseThrow();
    }
    List<GraphNode> cycle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
    cycle.add(at);
    String text = cycle.reversed().stream().map(GraphNode::name).collect(Collectors.joining(" → "));
    problem(at, "waits for itself: " + text + "; remove one of these edges or after(…)");
  }

  /** Reports arguments that may lack a value although the code does not expect null. */
  void values() {
    for (GraphNode node : nodes) {
      if (node.work() instanceof Work.Run run && node.role() == Role.NORMAL) {
        for (int i = 0; i < node.arguments().size(); i++) {
          checkValue(node, run.task(), i);
        }
      }
    }
  }

  private void checkValue(GraphNode node, TaskDefinition task, int index) {
    Policy policy = task.policy();
    boolean runsWithout = Triggers.canHoldWithoutSuccess(policy.trigger());
    if (!runsWithout && policy.skipOnUpstreamSkip()
        || task.signature().nullable().get(index)
        || !mayLackValue(node.arguments().get(index))) {
      return;
    }
    String from =
        Sources.behind(node.arguments().get(index)).stream()
            .map(up -> "'" + up.name() + "'")
            .collect(Collectors.joining(" and "));
    String when =
        runsWithout
            ? "its trigger "
                + policy.trigger().name()
                + " can hold although "
                + from
                + " did not succeed"
            : "with skipOnUpstreamSkip(false) it runs although " + from + " was skipped";
    problem(
        node,
        "argument "
            + (index + 1)
            + " would have no value: "
            + when
            + ". Declare that parameter @Nullable (org.jspecify.annotations) and expect null, or"
            + " pass outcome() of "
            + from);
  }

  private static boolean mayLackValue(Source source) {
    return switch (source) {
      case Source.Constant _,
          Source.ParameterValue _,
          Source.Each _,
          Source.Collect _,
          Source.AllOutcomes _,
          Source.OneOutcome _ ->
          false;
      case Source.Output _, Source.Outputs _, Source.FlattenEach _ -> true;
      case Source.Element element ->
          mayLackValue(element.scope().over(element.scope().depth() - 1));
      case Source.ListOf list -> list.parts().stream().anyMatch(GraphChecks::mayLackValue);
      case Source.SelectOne select -> mayLackValue(select.from());
      case Source.SelectEach select -> mayLackValue(select.from());
      case Source.FlattenList flatten -> mayLackValue(flatten.lists());
    };
  }

  /** Returns the nodes that have no dependents but clean-ups. */
  List<GraphNode> terminals() {
    return nodes.stream()
        .filter(node -> node.role() == Role.NORMAL)
        .filter(node -> after(node).stream().allMatch(d -> d.downstream().role() == Role.CLEAN_UP))
        .toList();
  }

  List<Problem> warnings(
      boolean decided,
      List<GraphNode> deciding,
      List<ParameterDefinition> parameters,
      Source.Whole result) {
    List<Problem> warnings = new ArrayList<>();
    if (!decided) {
      hiddenFailures(deciding, warnings);
    }
    Set<String> used = new HashSet<>();
    usedParameters(result, used);
    for (GraphNode node : nodes) {
      node.arguments().forEach(source -> usedParameters(source, used));
      node.guards().forEach(guard -> usedParameters(guard.condition(), used));
      for (int i = 0; i < node.scope().depth(); i++) {
        usedParameters(node.scope().over(i), used);
      }
      if (node.work() instanceof Work.Merge merge) {
        merge.branches().forEach(b -> usedParameters(b.guard().condition(), used));
      }
    }
    for (ParameterDefinition parameter : parameters) {
      if (!used.contains(parameter.name())) {
        warnings.add(new Problem(flow + "/" + parameter.name(), "no task uses this parameter"));
      }
    }
    return warnings;
  }

  private void hiddenFailures(List<GraphNode> deciding, List<Problem> warnings) {
    Set<GraphNode> ends = new HashSet<>(deciding);
    for (GraphNode node : nodes) {
      if (ends.contains(node) || node.role() != Role.NORMAL) {
        continue;
      }
      List<GraphNode> after = endsAfter(node, ends);
      if (!after.isEmpty() && after.stream().allMatch(GraphChecks::runsAlways)) {
        String names = after.stream().map(GraphNode::name).collect(Collectors.joining(", "));
        warnings.add(
            new Problem(
                flow + "/" + node.name(),
                "a failure here would be hidden: everything downstream ends in "
                    + names
                    + ", which runs on ALL_FINISHED and decides the state of the flow; write"
                    + " flow.decidedBy("
                    + node.name()
                    + ")"));
      }
    }
  }

  private static boolean runsAlways(GraphNode node) {
    return node.policy().trigger() == Trigger.ALL_FINISHED;
  }

  private List<GraphNode> endsAfter(GraphNode node, Set<GraphNode> ends) {
    Set<GraphNode> seen = new HashSet<>();
    Deque<GraphNode> open = new ArrayDeque<>(List.of(node));
    List<GraphNode> found = new ArrayList<>();
    while (!open.isEmpty()) {
      for (Dependency d : after(open.pop())) {
        if (seen.add(d.downstream())) {
          open.push(d.downstream());
          if (ends.contains(d.downstream())) {
            found.add(d.downstream());
          }
        }
      }
    }
    return found;
  }

  private static void usedParameters(Source source, Set<String> used) {
    switch (source) {
      case Source.ParameterValue parameter -> used.add(parameter.name());
      case Source.Constant _, Source.Output _, Source.Outputs _, Source.Element _ -> {}
      case Source.Each each -> usedParameters(each.list(), used);
      case Source.Collect collect -> usedParameters(collect.mapped(), used);
      case Source.AllOutcomes outcomes -> usedParameters(outcomes.mapped(), used);
      case Source.OneOutcome outcome -> usedParameters(outcome.node(), used);
      case Source.ListOf list -> list.parts().forEach(part -> usedParameters(part, used));
      case Source.SelectOne select -> usedParameters(select.from(), used);
      case Source.SelectEach select -> usedParameters(select.from(), used);
      case Source.FlattenList flatten -> usedParameters(flatten.lists(), used);
      case Source.FlattenEach flatten -> usedParameters(flatten.lists(), used);
    }
  }
}
