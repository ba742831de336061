package dev.praetor.engine.restart;

import dev.praetor.StateType;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums up what is planned for a node: the task runs that are executed, and the reused ones. */
final class NodePlans {
  private NodePlans() {}

  static RestartPlan.NodePlan of(PlanNode node, List<PlannedRuns> planned, RecordedRun earlier) {
    Map<String, String> runs = new LinkedHashMap<>();
    Map<StateType, Integer> reused = new EnumMap<>(StateType.class);
    int width = 0;
    boolean known = true;
    for (PlannedRuns each : planned) {
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
      } else if (each.isLowest()) {
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
