package dev.praetor.engine.restart;

import dev.praetor.TaskPath;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The task runs of one node (in a mapped subgraph, of one outer element) in a plan, with a mark for
 * the task runs that are executed. Mutable while the plan is made, by one thread; only read
 * afterwards.
 */
public final class PlannedRuns {
  final PlanNode node;
  final int[] prefix;
  private final int width;
  private final BitSet running = new BitSet();
  private final Map<Integer, String> reasons = new LinkedHashMap<>();
  private boolean whole;

  /**
   * Creates the planned runs of a node, of which none is marked yet.
   *
   * @param width the number of task runs, 1 for a node that is not mapped, -1 if the node made no
   *     children
   */
  PlannedRuns(PlanNode node, int[] prefix, int width) {
    this.node = node;
    this.prefix = prefix;
    this.width = width;
  }

  /** Returns whether these are the task runs themselves, and not groups of them. */
  boolean isLowest() {
    return prefix.length >= node.dimensions() - 1;
  }

  boolean isExpanded() {
    return width >= 0;
  }

  int width() {
    return Math.max(0, width);
  }

  /** Returns whether all task runs are executed, so that their number may change. */
  boolean runsWhole() {
    return whole;
  }

  boolean runs(int index) {
    return whole || running.get(index);
  }

  public boolean anyRuns() {
    return whole || !running.isEmpty();
  }

  /** Marks all task runs as executed; returns whether that changes the plan. */
  boolean runWhole(String why) {
    if (whole) {
      return false;
    }
    whole = true;
    reasons.clear();
    reasons.put(-1, why);
    return true;
  }

  /** Marks a task run as executed; returns whether that changes the plan. */
  boolean run(int index, String why) {
    if (runs(index)) {
      return false;
    }
    running.set(index);
    reasons.put(index, why);
    return true;
  }

  /** Returns the reasons for which task runs are executed, by index; -1 stands for all. */
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
