package dev.praetor.engine.taskruns;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.UpstreamCounts;
import dev.praetor.engine.graph.Dependency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the upstreams of task runs: the counts of their states, and their names. For the owner of
 * the run.
 */
public final class Upstreams {
  private static final int NAMED = 3;
  private final NodeRuns runs;

  public Upstreams(NodeRuns runs) {
    this.runs = runs;
  }

  /** An upstream as a task run sees it. */
  private record UpstreamRef(NodeRun run, int child) {
    /** Returns whether this upstream is a node as a whole rather than one child. */
    boolean isWhole() {
      return child < 0;
    }

    StateType type() {
      return isWhole() ? run.own() : run.type(child);
    }

    UpstreamCounts counts() {
      return isWhole() ? run.counts() : UpstreamCounts.of(type());
    }

    String path() {
      return isWhole() ? run.name() : run.path(child);
    }
  }

  private UpstreamRef seen(Dependency need, int[] path) {
    int depth = need.upstream().dimensions();
    int shared = Math.min(need.shared(), path.length);
    if (depth > shared || depth == 0) {
      return new UpstreamRef(runs.nearest(need.upstream(), path, shared), -1);
    }
    NodeRun run = runs.nearest(need.upstream(), path, shared - 1);
    boolean exists = run.level() == shared - 1 && run.hasChildren();
    return new UpstreamRef(run, exists ? path[shared - 1] : -1);
  }

  private static boolean counts(Dependency need) {
    return need.mode() == Dependency.Mode.STATE;
  }

  /** Counts, once, the upstreams that are the same for all children of a node. */
  public void readShared(NodeRun run) {
    UpstreamCounts counts = UpstreamCounts.NONE;
    String skipped = null;
    for (Dependency need : run.node.dependencies()) {
      boolean same = need.shared() <= run.level();
      if (same && counts(need)) {
        UpstreamRef seen = seen(need, run.prefix);
        counts = counts.plus(seen.counts());
        if (skipped == null && seen.type() == StateType.SKIPPED) {
          skipped = seen.path();
        }
      }
    }
    run.inputs.setShared(new NodeInputs.Shared(counts, skipped));
  }

  /**
   * The counts of the upstreams of a task run.
   *
   * @param skipped the path of an upstream that was skipped; null if none was
   */
  public record UpstreamView(UpstreamCounts counts, @Nullable String skipped) {}

  public UpstreamView of(NodeRun run, int index) {
    UpstreamCounts counts = run.inputs.shared().counts();
    String skipped = run.inputs.shared().skipped();
    int[] path = run.fullPath(index);
    for (Dependency need : run.node.dependencies()) {
      if (need.shared() > run.level() && counts(need)) {
        UpstreamRef seen = seen(need, path);
        counts = counts.plus(seen.counts());
        if (skipped == null && seen.type() == StateType.SKIPPED) {
          skipped = seen.path();
        }
      }
    }
    for (Slices view : run.inputs.views()) {
      Slices joined = joined(view);
      if (joined != null) {
        StateType type = joined.type(index);
        counts = counts.plus(UpstreamCounts.of(type));
        if (skipped == null && type == StateType.SKIPPED) {
          skipped = joined.path(index);
        }
      }
    }
    return new UpstreamView(counts, skipped);
  }

  private static @Nullable Slices joined(Slices view) {
    return switch (view) {
      case Slices.Joined joined -> joined;
      case Slices.Reordered reordered -> joined(reordered.from()) == null ? null : reordered;
      case Slices.Selected selected -> joined(selected.from());
      case Slices.Elements _, Slices.OfNode _ -> null;
    };
  }

  /** Returns all upstreams of a node that has nothing to map over, mapped upstreams as a whole. */
  public UpstreamView ofNode(NodeRun run) {
    UpstreamCounts counts = UpstreamCounts.NONE;
    String skipped = null;
    for (Dependency need : run.node.dependencies()) {
      if (counts(need) || need.mode() == Dependency.Mode.JOINED) {
        UpstreamRef seen = seen(need, run.prefix);
        counts = counts.plus(seen.counts());
        if (skipped == null && seen.type() == StateType.SKIPPED) {
          skipped = seen.path();
        }
      }
    }
    return new UpstreamView(counts, skipped);
  }

  /** Returns the states of the upstreams by name, for a custom trigger. */
  public Map<String, State> states(NodeRun run, int index) {
    Map<String, State> states = new LinkedHashMap<>();
    int[] path = index < 0 ? run.prefix : run.fullPath(index);
    for (Dependency need : run.node.dependencies()) {
      if (counts(need)) {
        addStates(seen(need, path), states);
      }
    }
    return states;
  }

  private static void addStates(UpstreamRef seen, Map<String, State> states) {
    NodeRun run = seen.run();
    if (!seen.isWhole()) {
      states.put(seen.path(), Snapshots.of(run, seen.child()));
    } else if (run.isSingle() || !run.isExpanded()) {
      states.put(run.name(), Snapshots.ofNode(run));
    } else {
      for (int i = 0; i < run.width(); i++) {
        if (run.groups() == null) {
          states.put(run.path(i), Snapshots.of(run, i));
        } else {
          addStates(new UpstreamRef(Objects.requireNonNull(run.groups())[i], -1), states);
        }
      }
    }
  }

  /** Names the upstreams that did not succeed, at most three. */
  public String blamed(NodeRun run, int index) {
    List<String> names = new ArrayList<>();
    int[] path = index < 0 ? run.prefix : run.fullPath(index);
    for (Dependency need : run.node.dependencies()) {
      UpstreamRef seen = seen(need, path);
      if (seen.isWhole() && !seen.run().isSingle() && seen.run().isExpanded()) {
        UpstreamCounts counts = seen.counts();
        if (counts.unsuccessful() + counts.cancelled() > 0) {
          names.add(
              "%s (%d of %d children did not succeed)"
                  .formatted(
                      seen.path(), counts.unsuccessful() + counts.cancelled(), counts.total()));
        }
      } else if (!seen.type().isSuccessful()) {
        names.add(seen.path() + " (" + seen.type().label() + ")");
      }
    }
    if (names.size() > NAMED) {
      int more = names.size() - NAMED;
      return String.join(", ", names.subList(0, NAMED)) + " and " + more + " more";
    }
    return String.join(", ", names);
  }
}
