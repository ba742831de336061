package dev.praetor.engine.restart;

import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.spec.FlowDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph of a flow as far as the plan of a restart needs it: from the flow itself, or from its
 * description where its code is not at hand. Immutable.
 *
 * @param nodes in order of definition
 * @param inOrder the same nodes in an order in which each comes after its upstreams
 * @param result the names of the nodes whose values the value of the flow is made of
 */
record PlanGraph(List<PlanNode> nodes, List<PlanNode> inOrder, Set<String> result) {
  PlanGraph {
    nodes = List.copyOf(nodes);
    inOrder = List.copyOf(inOrder);
    result = Set.copyOf(result);
  }

  static PlanGraph of(Graph graph) {
    Map<GraphNode, PlanNode> nodes = new LinkedHashMap<>();
    graph.nodes().forEach(node -> nodes.put(node, node(node)));
    return new PlanGraph(
        List.copyOf(nodes.values()),
        nodes.entrySet().stream()
            .sorted(Comparator.comparingInt(each -> each.getKey().rank()))
            .map(Map.Entry::getValue)
            .toList(),
        names(Sources.behind(graph.result())));
  }

  static PlanGraph of(FlowDescription flow) {
    List<PlanNode> nodes = DescribedPlanNodes.of(flow);
    return new PlanGraph(nodes, inOrder(nodes), Set.copyOf(flow.end().result()));
  }

  private static PlanNode node(GraphNode node) {
    Set<String> reads = new LinkedHashSet<>();
    Set<String> parameters = new LinkedHashSet<>();
    for (Source source : Sources.readBy(node)) {
      reads.addAll(names(Sources.behind(source)));
      parameters.addAll(Sources.parametersBehind(source));
    }
    List<PlanNode.Need> needs = new ArrayList<>();
    for (Dependency each : node.dependencies()) {
      needs.add(new PlanNode.Need(each.upstream().name(), each.shared()));
    }
    return new PlanNode(
        node.name(),
        node.dimensions(),
        node.policy().atMostOnce(),
        node.role() == Role.SET_UP,
        needs,
        reads,
        parameters);
  }

  private static Set<String> names(Set<GraphNode> nodes) {
    Set<String> names = new LinkedHashSet<>();
    nodes.forEach(node -> names.add(node.name()));
    return names;
  }

  /** Orders nodes, most of which come after their upstreams already. */
  private static List<PlanNode> inOrder(List<PlanNode> nodes) {
    List<PlanNode> left = new ArrayList<>(nodes);
    Set<String> before = new LinkedHashSet<>();
    List<PlanNode> ordered = new ArrayList<>();
    while (ordered.size() < nodes.size()) {
      int known = ordered.size();
      for (PlanNode node : left) {
        if (node.needs().stream().allMatch(need -> before.contains(need.upstream()))) {
          ordered.add(node);
          before.add(node.name());
        }
      }
      left.removeIf(node -> before.contains(node.name()));
      if (ordered.size() == known) {
        ordered.addAll(left); // Somebody damaged the description.
      }
    }
    return ordered;
  }
}
