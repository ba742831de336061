package dev.praetor.cli.flows;

import dev.praetor.Schedule;
import dev.praetor.engine.spec.EdgeDescription;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.NodeDescription;
import dev.praetor.engine.spec.ParameterDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The description of a flow, in lines: its parameters, its nodes with their edges, its schedule.
 */
final class DescriptionText {
  private DescriptionText() {}

  static List<String> lines(FlowDescription flow) {
    List<String> lines = new ArrayList<>();
    flow.options()
        .schedule()
        .map(Schedule::explain)
        .ifPresent(schedule -> lines.add("schedule: " + schedule));
    flow.parameters().forEach(parameter -> lines.add("  " + parameter(parameter)));
    flow.nodes().forEach(node -> lines.add("  " + node(flow, node)));
    lines.add("decided by " + String.join(", ", flow.end().decidedBy()));
    return lines;
  }

  private static String parameter(ParameterDescription parameter) {
    return "parameter "
        + parameter.name()
        + ": "
        + parameter.type()
        + parameter.defaultValue().map(value -> " = " + value).orElse(", required")
        + (parameter.secret() ? ", secret" : "")
        + (parameter.allowed().isEmpty() || parameter.secret()
            ? ""
            : ", one of " + parameter.allowed())
        + (parameter.description().isEmpty() ? "" : "  " + parameter.description());
  }

  private static String node(FlowDescription flow, NodeDescription node) {
    String before =
        flow.edges().stream()
            .filter(edge -> edge.to().equals(node.name()))
            .map(DescriptionText::from)
            .collect(Collectors.joining(", "));
    return node.kind().label()
        + " "
        + "  ".repeat(node.depth())
        + node.name()
        + (before.isEmpty() ? "" : " ← " + before)
        + (node.mapped() ? ", mapped" : "");
  }

  private static String from(EdgeDescription edge) {
    return switch (edge.kind()) {
      case DATA -> edge.from();
      case ORDER -> edge.from() + " (after)";
      case BRANCH -> edge.from() + " (branch)";
    };
  }
}
