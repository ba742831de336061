package dev.praetor.cli.text;

import dev.praetor.engine.restart.RestartPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats the plan of a restart. */
public final class PlanPrinter {
  private static final int MOST_ALONE = 20;

  private PlanPrinter() {}

  public static String of(RestartPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append("Restart of run ").append(plan.earlier()).append(":\n");
    for (RestartPlan.NodePlan node : plan.nodes()) {
      text.append("  ").append(node.runs().isEmpty() ? "  " : "▸ ").append(node.node());
      String reused = RunLabels.counts(node.reused());
      if (node.runs().isEmpty()) {
        text.append(": reused").append(node.width().isPresent() ? " (" + reused + ")" : "");
        text.append('\n');
        continue;
      }
      runs(text, node);
      if (!reused.isEmpty()) {
        text.append("      reused: ").append(reused).append('\n');
      }
    }
    return text.toString();
  }

  private static void runs(StringBuilder text, RestartPlan.NodePlan node) {
    String whole = node.runs().get(node.node());
    if (whole != null && node.runs().size() == 1) {
      text.append(": will run (").append(whole).append(")\n");
      return;
    }
    text.append(": ").append(node.runs().size());
    node.width().ifPresent(width -> text.append(" of ").append(width));
    text.append(" will run\n");
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    node.runs()
        .forEach((path, why) -> byReason.computeIfAbsent(why, _ -> new ArrayList<>()).add(path));
    byReason.forEach((why, paths) -> {
      if (paths.size() > MOST_ALONE) {
        text.append("      ").append(paths.size()).append(" task runs, ").append(paths.getFirst());
        text.append(" … ").append(paths.getLast()).append(": ").append(why).append('\n');
      } else {
        paths.forEach(
            path -> text.append("      ").append(path).append(": ").append(why).append('\n'));
      }
    });
  }

  public static ObjectNode json(RestartPlan plan) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("restartOf", plan.earlier().toString());
    ArrayNode nodes = json.putArray("nodes");
    for (RestartPlan.NodePlan node : plan.nodes()) {
      ObjectNode one = nodes.addObject().put("node", node.node());
      node.width().ifPresent(width -> one.put("width", width));
      ObjectNode runs = one.putObject("runs");
      node.runs().forEach(runs::put);
      ObjectNode reused = one.putObject("reused");
      node.reused().forEach((type, n) -> reused.put(type.label(), n));
    }
    return json;
  }
}
