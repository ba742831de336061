package dev.praetor.engine.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A line between two nodes in a picture of the flow. */
public record Edge(GraphNode from, GraphNode to, Kind kind, boolean mapped) {
  /** The kind of relation that an edge shows. */
  public enum Kind {
    DATA,
    ORDER,
    BRANCH
  }

  /** Returns the edges of a graph, in order of definition. */
  public static List<Edge> of(Graph graph) {
    Set<Edge> edges = new LinkedHashSet<>();
    for (GraphNode node : graph.nodes()) {
      for (int i = 0; i < node.scope().depth(); i++) {
        add(edges, node.scope().over(i), node, Kind.DATA, true);
      }
      for (Source argument : node.arguments()) {
        add(edges, argument, node, Kind.DATA, argument instanceof Source.Sliced);
      }
      node.guards().forEach(guard -> add(edges, guard.condition(), node, Kind.BRANCH, false));
      node.after().forEach(other -> add(edges, other, node, Kind.ORDER, false));
    }
    return withoutRepeats(new ArrayList<>(edges));
  }

  private static void add(Set<Edge> edges, Source source, GraphNode to, Kind kind, boolean mapped) {
    Sources.behind(source).forEach(from -> edges.add(new Edge(from, to, kind, mapped)));
  }

  /**
   * Removes all but the first edge between any two nodes; edges for data come before edges for
   * order.
   */
  private static List<Edge> withoutRepeats(List<Edge> edges) {
    List<Edge> kept = new ArrayList<>();
    for (Edge edge : edges) {
      boolean there = kept.stream().anyMatch(k -> k.from() == edge.from() && k.to() == edge.to());
      if (!there) {
        kept.add(edge);
      }
    }
    return kept;
  }
}
