package dev.praetor.engine.restart;

import dev.praetor.engine.graph.Edge;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.spec.EdgeDescription;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.NodeDescription;
import dev.praetor.engine.spec.SourceDescription;
import dev.praetor.engine.spec.WorkDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the dependencies of nodes in the description of a flow. The description shows the sources
 * of arguments completely, but of conditions, orders and mapped subgraphs only the edges, one
 * between any two nodes; where an edge leaves open which runs of the upstream are needed, all of
 * them count as needed.
 */
final class DescribedPlanNodes {
  private final Map<String, NodeDescription> nodes = new LinkedHashMap<>();
  private final Map<String, List<EdgeDescription>> edges = new HashMap<>();
  private final Set<String> parameters = new LinkedHashSet<>();

  /** The lists that subgraphs are mapped over, as far as an argument in them is an element. */
  private final Set<SourceDescription.Element> elements = new LinkedHashSet<>();

  private DescribedPlanNodes(FlowDescription flow) {
    flow.nodes().forEach(node -> nodes.put(node.name(), node));
    flow.edges()
        .forEach(edge -> edges.computeIfAbsent(edge.to(), _ -> new ArrayList<>()).add(edge));
    flow.parameters().forEach(parameter -> parameters.add(parameter.name()));
    flow.nodes()
        .forEach(node -> node.inputs().forEach(source -> walk(source, new Behind(), elements)));
  }

  static List<PlanNode> of(FlowDescription flow) {
    DescribedPlanNodes reader = new DescribedPlanNodes(flow);
    return reader.nodes.values().stream().map(reader::node).toList();
  }

  /** The nodes and parameters behind sources. */
  private record Behind(Set<String> nodes, Set<String> parameters) {
    Behind() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

  private PlanNode node(NodeDescription node) {
    Behind read = new Behind();
    Set<SourceDescription.Element> own = new LinkedHashSet<>();
    node.inputs().forEach(source -> walk(source, read, own));
    switch (node.work()) {
      case WorkDescription.Wait wait -> walk(wait.until(), read, own);
      case WorkDescription.RunFlow run ->
          run.arguments().values().forEach(source -> walk(source, read, own));
      case WorkDescription.Run _, WorkDescription.Merge _, WorkDescription.Approval _ -> {}
    }
    List<EdgeDescription> others =
        edges.getOrDefault(node.name(), List.of()).stream()
            .filter(edge -> !read.nodes().contains(edge.from()))
            .toList();
    Needs needs = new Needs();
    own.stream().filter(each -> each.level() < node.depth()).forEach(needs::add);
    others.stream()
        .filter(edge -> edge.kind() != Edge.Kind.ORDER)
        .forEach(edge -> {
          needs.add(edge, node.depth());
          read.nodes().add(edge.from());
        });
    node.inputs().forEach(needs::add);
    others.stream()
        .filter(edge -> edge.kind() == Edge.Kind.ORDER)
        .forEach(edge -> needs.add(edge, node.depth()));
    elements.stream()
        .filter(each -> each.level() < node.depth())
        .filter(each -> own.stream().noneMatch(mine -> mine.level() == each.level()))
        .forEach(each -> walk(each.over(), new Behind(new LinkedHashSet<>(), read.parameters())));
    parameters.stream()
        .filter(name -> node.branches().stream().anyMatch(words -> names(words, name)))
        .forEach(read.parameters()::add);
    return new PlanNode(
        node.name(),
        dimensions(node),
        node.work() instanceof WorkDescription.Run run && run.task().policy().atMostOnce(),
        node.role() == Role.SET_UP,
        List.copyOf(needs.found),
        read.nodes(),
        read.parameters());
  }

  private static int dimensions(NodeDescription node) {
    return node.depth() + (node.mapped() ? 1 : 0);
  }

  /** Returns whether the words of a condition name a parameter. */
  private static boolean names(String words, String parameter) {
    String named = "parameter " + parameter;
    int at = words.indexOf(named);
    int end = at + named.length();
    return at >= 0 && (end == words.length() || " ).,".indexOf(words.charAt(end)) >= 0);
  }

  private static void walk(SourceDescription source, Behind behind) {
    walk(source, behind, new LinkedHashSet<>());
  }

  private static void walk(
      SourceDescription source, Behind behind, Set<SourceDescription.Element> elements) {
    switch (source) {
      case SourceDescription.Constant _, SourceDescription.OmittedConstant _ -> {}
      case SourceDescription.ParameterValue parameter -> behind.parameters().add(parameter.name());
      case SourceDescription.Output output -> behind.nodes().add(output.node());
      case SourceDescription.Outputs outputs -> behind.nodes().add(outputs.node());
      case SourceDescription.Element element -> {
        elements.add(element);
        walk(element.over(), behind, elements);
      }
      case SourceDescription.Each each -> walk(each.list(), behind, elements);
      case SourceDescription.Collect collect -> walk(collect.mapped(), behind, elements);
      case SourceDescription.AllOutcomes outcomes -> walk(outcomes.mapped(), behind, elements);
      case SourceDescription.OneOutcome outcome -> walk(outcome.node(), behind, elements);
      case SourceDescription.ListOf list ->
          list.parts().forEach(part -> walk(part, behind, elements));
      case SourceDescription.SelectOne select -> walk(select.from(), behind, elements);
      case SourceDescription.SelectEach select -> walk(select.from(), behind, elements);
      case SourceDescription.FlattenList flatten -> walk(flatten.lists(), behind, elements);
      case SourceDescription.FlattenEach flatten -> walk(flatten.lists(), behind, elements);
    }
  }

  /** The dependencies of one node, found as {@code Dependencies} finds them in a flow. */
  private final class Needs {
    private final Set<PlanNode.Need> found = new LinkedHashSet<>();

    void add(SourceDescription source) {
      switch (source) {
        case SourceDescription.Whole whole -> whole(whole);
        case SourceDescription.Sliced sliced -> slices(sliced);
      }
    }

    void add(EdgeDescription edge, int depth) {
      NodeDescription upstream = nodes.get(edge.from());
      boolean isList = edge.kind() == Edge.Kind.DATA && edge.mapped();
      List<SourceDescription.Sliced> lists =
          elements.stream()
              .filter(each -> isList && each.level() < depth)
              .map(SourceDescription.Element::over)
              .filter(over -> behind(over).contains(edge.from()))
              .toList();
      lists.forEach(this::slices);
      if (lists.isEmpty() && upstream != null) {
        found.add(new PlanNode.Need(edge.from(), upstream.depth()));
      }
    }

    private static Set<String> behind(SourceDescription source) {
      Behind behind = new Behind();
      walk(source, behind);
      return behind.nodes();
    }

    private void need(String upstream, int fewer) {
      NodeDescription described = nodes.get(upstream);
      if (described != null) {
        found.add(new PlanNode.Need(upstream, dimensions(described) - fewer));
      }
    }

    private void whole(SourceDescription.Whole source) {
      switch (source) {
        case SourceDescription.Constant _, SourceDescription.OmittedConstant _ -> {}
        case SourceDescription.ParameterValue _ -> {}
        case SourceDescription.Output output -> need(output.node(), 0);
        case SourceDescription.Element element -> slices(element.over());
        case SourceDescription.Collect collect -> all(collect.mapped());
        case SourceDescription.AllOutcomes outcomes -> all(outcomes.mapped());
        case SourceDescription.OneOutcome outcome -> whole(outcome.node());
        case SourceDescription.ListOf list -> list.parts().forEach(this::whole);
        case SourceDescription.SelectOne select -> whole(select.from());
        case SourceDescription.FlattenList flatten -> whole(flatten.lists());
      }
    }

    private void slices(SourceDescription.Sliced source) {
      switch (source) {
        case SourceDescription.Outputs outputs -> need(outputs.node(), 0);
        case SourceDescription.Each each -> whole(each.list());
        case SourceDescription.SelectEach select -> slices(select.from());
        case SourceDescription.FlattenEach flatten -> all(flatten.lists());
      }
    }

    private void all(SourceDescription.Sliced source) {
      switch (source) {
        case SourceDescription.Outputs outputs -> need(outputs.node(), 1);
        case SourceDescription.Each each -> whole(each.list());
        case SourceDescription.SelectEach select -> all(select.from());
        case SourceDescription.FlattenEach flatten -> all(flatten.lists());
      }
    }
  }
}
