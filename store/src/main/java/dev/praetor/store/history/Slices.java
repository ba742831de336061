package dev.praetor.store.history;

import dev.praetor.TaskPath;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.NodeDescription;
import dev.praetor.engine.spec.SourceDescription;
import dev.praetor.engine.spec.SourceDescription.Sliced;
import dev.praetor.engine.spec.SourceDescription.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The slices of a flow: the task runs that work on one element of a mapped list. Children of mapped
 * nodes are in one slice if they have the same index and their nodes are mapped over one another;
 * in a mapped part of the graph the outer indexes count too. A list that is flattened begins new
 * slices. Immutable.
 */
public final class Slices {
  private static final int MOST = 100;
  private final Map<String, NodeDescription> nodes = new LinkedHashMap<>();
  private final Map<String, List<Link>> links = new HashMap<>();

  /** A connection of two nodes, whose task runs have the same first {@code shared} indexes. */
  private record Link(String to, int shared) {}

  /** A node whose task run has the same first {@code level} indexes as where the search began. */
  private record Reached(String node, int level) {}

  public Slices(FlowDescription flow) {
    flow.nodes().forEach(node -> nodes.put(node.name(), node));
    for (NodeDescription node : flow.nodes()) {
      for (SourceDescription input : node.inputs()) {
        switch (input) {
          case Whole whole -> whole(node, whole, dimensions(node));
          case Sliced sliced -> paired(node, sliced, dimensions(node) - 1);
        }
      }
    }
  }

  /**
   * Returns the paths of the task runs in the slice of a task run, upstream first and with the task
   * run itself; some of them may not have begun. Of a large slice, the 100 nearest are given.
   */
  public List<TaskPath> of(TaskPath path) {
    Map<String, TaskPath> slice = new LinkedHashMap<>(Map.of(path.node(), path));
    Map<String, Integer> levels = new HashMap<>(Map.of(path.node(), path.depth()));
    Queue<Reached> open = new ArrayDeque<>(List.of(new Reached(path.node(), path.depth())));
    while (!open.isEmpty() && slice.size() < MOST) {
      Reached each = open.remove();
      for (Link link : links.getOrDefault(each.node(), List.of())) {
        NodeDescription next = nodes.get(link.to());
        int level = Math.min(each.level(), link.shared());
        if (next == null || level <= levels.getOrDefault(link.to(), 0)) {
          continue;
        }
        levels.put(link.to(), level);
        open.add(new Reached(link.to(), level));
        // Beyond a node with more indexes, others may have as few as the slice.
        if (dimensions(next) <= level && slice.size() < MOST) {
          slice.putIfAbsent(link.to(), path.at(link.to()).first(dimensions(next)));
        }
      }
    }
    List<TaskPath> ordered = new ArrayList<>();
    for (String name : nodes.keySet()) {
      TaskPath found = slice.remove(name);
      if (found != null) {
        ordered.add(found);
      }
    }
    ordered.addAll(slice.values());
    return ordered;
  }

  private static int dimensions(NodeDescription node) {
    return node.depth() + (node.mapped() ? 1 : 0);
  }

  private void link(NodeDescription node, String from, int shared) {
    NodeDescription source = nodes.get(from);
    if (source != null && shared > 0 && shared >= smaller(node, source)) {
      links.computeIfAbsent(from, _ -> new ArrayList<>()).add(new Link(node.name(), shared));
      links.computeIfAbsent(node.name(), _ -> new ArrayList<>()).add(new Link(from, shared));
    }
  }

  private static int smaller(NodeDescription one, NodeDescription other) {
    return Math.min(dimensions(one), dimensions(other));
  }

  private int depth(String node) {
    @Nullable NodeDescription known = nodes.get(node);
    return known == null ? 0 : known.depth();
  }

  private void whole(NodeDescription node, Whole source, int indexes) {
    switch (source) {
      case SourceDescription.Constant _,
          SourceDescription.OmittedConstant _,
          SourceDescription.ParameterValue _ -> {}
      case SourceDescription.Output output ->
          link(node, output.node(), Math.min(indexes, depth(output.node())));
      case SourceDescription.Element element -> paired(node, element.over(), element.level());
      case SourceDescription.Collect collect -> grouped(node, collect.mapped(), indexes);
      case SourceDescription.AllOutcomes all -> grouped(node, all.mapped(), indexes);
      case SourceDescription.OneOutcome one -> whole(node, one.node(), indexes);
      case SourceDescription.ListOf list ->
          list.parts().forEach(part -> whole(node, part, indexes));
      case SourceDescription.SelectOne select -> whole(node, select.from(), indexes);
      case SourceDescription.FlattenList flatten -> whole(node, flatten.lists(), indexes);
    }
  }

  /** Links the children of a source by their indexes. */
  private void paired(NodeDescription node, Sliced source, int outer) {
    switch (source) {
      case SourceDescription.Outputs outputs -> {
        int depth = depth(outputs.node());
        link(node, outputs.node(), depth == outer ? outer + 1 : Math.min(depth, outer));
      }
      case SourceDescription.SelectEach select -> paired(node, select.from(), outer);
      case SourceDescription.Each each -> whole(node, each.list(), outer);
      case SourceDescription.FlattenEach flatten -> grouped(node, flatten.lists(), outer);
    }
  }

  /** Links the children of a source only by their outer indexes. */
  private void grouped(NodeDescription node, Sliced source, int outer) {
    switch (source) {
      case SourceDescription.Outputs outputs ->
          link(node, outputs.node(), Math.min(depth(outputs.node()), outer));
      case SourceDescription.SelectEach select -> grouped(node, select.from(), outer);
      case SourceDescription.Each each -> whole(node, each.list(), outer);
      case SourceDescription.FlattenEach flatten -> grouped(node, flatten.lists(), outer);
    }
  }
}
