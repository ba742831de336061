package dev.praetor.engine.restart;

import dev.praetor.TaskPath;
import dev.praetor.engine.graph.GraphNode;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The task runs of one node (in a mapped piece of graph, of one outer element) in a plan, with
 * those that run. Changes while its plan is made, by one thread; then only read.
 */
public final class PlannedRuns {
  final GraphNode node;
  final int[] prefix;
  private final int width;
  private final BitSet running = new BitSet();
  private final Map<Integer, String> reasons = new LinkedHashMap<>();
  private boolean whole;

  /**
   * @param width how many there are, 1 for a node that is not mapped, -1 if it made no children
   */
  PlannedRuns(GraphNode node, int[] prefix, int width) {
    this.node = node;
    this.prefix = prefix;
    this.width = width;
  }

  boolean isExpanded() {
    return width >= 0;
  }

  int width() {
    return Math.max(0, width);
  }

  /** Returns whether all of them run, so that how many there are may change. */
  boolean runsWhole() {
    return whole;
  }

  boolean runs(int index) {
    return whole || running.get(index);
  }

  public boolean anyRuns() {
    return whole || !running.isEmpty();
  }

  /** Adds all; returns whether that is new. */
  boolean runWhole(String why) {
    if (whole) {
      return false;
    }
    whole = true;
    reasons.clear();
    reasons.put(-1, why);
    return true;
  }

  /** Adds one; returns whether that is new. */
  boolean run(int index, String why) {
    if (runs(index)) {
      return false;
    }
    running.set(index);
    reasons.put(index, why);
    return true;
  }

  /** The reasons for which task runs are executed, by index; -1 stands for all. */
  Map<Integer, String> reasons() {
    return reasons;
  }

  String name() {
    return TaskPath.of(node.name(), prefix).toString();
  }

  String path(int index) {
    return TaskPath.text(name(), node.dimensions() == 0 ? -1 : index);
  }
}
