package dev.praetor.engine.taskruns;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.graph.Dependency;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the nodes because of which others did not succeed: those with task runs that failed of
 * themselves, not because something upstream did. For the owner of the run, or after its end.
 */
public final class RootCauses {
  private final NodeRuns runs;
  private final Set<NodeRun> seen = new HashSet<>();
  private final List<NodeRun> found = new ArrayList<>();

  private RootCauses(NodeRuns runs) {
    this.runs = runs;
  }

  /** Returns the causes for which the given nodes did not succeed, in order of definition. */
  public static List<NodeRun> of(List<NodeRun> nodes, NodeRuns runs) {
    RootCauses causes = new RootCauses(runs);
    nodes.forEach(causes::visit);
    causes.found.sort((a, b) -> Integer.compare(a.node.id(), b.node.id()));
    return List.copyOf(causes.found);
  }

  /** Visits a node; returns whether it, or something upstream of it, is a cause. */
  private boolean visit(NodeRun run) {
    if (!run.own().isUnsuccessful()) {
      return false;
    }
    if (!seen.add(run)) {
      return true;
    }
    boolean follows = false;
    if (hasFollower(run)) {
      for (Dependency need : run.node.dependencies()) {
        follows |= visit(runs.root(need.upstream()));
      }
    }
    if (!follows || hasCause(run)) {
      found.add(run);
    }
    return true;
  }

  /** Returns whether a task run did not run because of something upstream. */
  private static boolean hasFollower(NodeRun run) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        if (hasFollower(group)) {
          return true;
        }
      }
      return false;
    }
    if (!run.isExpanded()) {
      return run.own().isUnsuccessful() && hasNoFailure(Snapshots.ofNode(run));
    }
    for (int i = 0; i < run.width(); i++) {
      if (follows(run, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasNoFailure(State state) {
    return state instanceof State.Unsuccessful unsuccessful && unsuccessful.failure().isEmpty();
  }

  private static boolean follows(NodeRun run, int index) {
    return run.children().type(index) == StateType.TRIGGER_FAILED
        && hasNoFailure(Snapshots.of(run, index));
  }

  /** Returns whether a task run failed of itself. */
  private static boolean hasCause(NodeRun run) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        if (hasCause(group)) {
          return true;
        }
      }
      return false;
    }
    if (!run.isExpanded()) {
      return run.own().isUnsuccessful() && !hasNoFailure(Snapshots.ofNode(run));
    }
    for (int i = 0; i < run.width(); i++) {
      if (isCause(run, i)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a task run failed of itself. */
  public static boolean isCause(NodeRun run, int index) {
    return run.children().type(index).isUnsuccessful() && !follows(run, index);
  }

  /** Passes on all task runs of a node that failed of themselves. */
  public static void leaves(NodeRun run, Leaf leaf) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        leaves(Objects.requireNonNull(group), leaf);
      }
    } else if (run.isExpanded()) {
      for (int i = 0; i < run.width(); i++) {
        if (isCause(run, i)) {
          leaf.accept(run, i);
        }
      }
    }
  }

  /** An action on a task run. */
  @FunctionalInterface
  public interface Leaf {
    void accept(NodeRun run, int index);
  }
}
