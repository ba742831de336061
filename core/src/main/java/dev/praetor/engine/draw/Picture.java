package dev.praetor.engine.draw;

import dev.praetor.FlowResult;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.graph.Edge;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.spec.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The picture of a flow, independent of the format in which it is drawn. */
public record Picture(String title, List<Box> boxes, List<Line> lines) {
  public Picture {
    boxes = List.copyOf(boxes);
    lines = List.copyOf(lines);
  }

  /**
   * A box for a node.
   *
   * @param text the node's name
   * @param note the state of the node in a run, or the number of its children by state; empty
   *     without a run
   * @param stack true if the node has a run for each element
   */
  public record Box(
      String id, String text, String note, String kind, boolean stack, Optional<StateType> state) {}

  /** A line between two boxes. */
  public record Line(String from, String to, Edge.Kind kind, boolean mapped) {}

  public static Picture of(FlowDefinition flow, Optional<FlowResult<?>> result) {
    List<Box> boxes = new ArrayList<>();
    for (GraphNode node : flow.graph().nodes()) {
      Optional<TaskRun> run = result.map(r -> r.taskRun(node.name()));
      boxes.add(
          new Box(
              "n" + node.id(),
              node.name(),
              run.map(r -> note(r, result.orElseThrow())).orElse(""),
              NodeKind.of(node.work()).label(),
              node.dimensions() > 0,
              run.map(r -> r.state().type())));
    }
    List<Line> lines =
        Edge.of(flow.graph()).stream()
            .map(edge ->
                new Line("n" + edge.from().id(), "n" + edge.to().id(), edge.kind(), edge.mapped()))
            .toList();
    return new Picture(flow.name(), boxes, lines);
  }

  private static String note(TaskRun run, FlowResult<?> result) {
    State state = run.state();
    if (run.index() == -1 && run.attempts() == 0) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      result.taskRuns(run.node()).stream()
          .filter(child -> child.index() >= 0)
          .forEach(child -> counts.merge(child.state().name(), 1, Integer::sum));
      if (!counts.isEmpty()) {
        List<String> parts = new ArrayList<>();
        counts.forEach((name, n) -> parts.add(n + " " + name));
        return String.join(", ", parts);
      }
    }
    return state.name();
  }

  /** Returns the colour of a state, which is never the only indication of the state. */
  static String colour(StateType type) {
    return switch (type.phase()) {
      case SUCCESSFUL -> type == StateType.SKIPPED ? "#e2e8f0" : "#c6f6d5";
      case UNSUCCESSFUL -> "#fed7d7";
      case CANCELLED -> "#e9d8fd";
      case ACTIVE -> "#bee3f8";
      case WAITING -> "#fefcbf";
    };
  }
}
