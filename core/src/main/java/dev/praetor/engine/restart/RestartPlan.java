package dev.praetor.engine.restart;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The task runs a restart executes again, and those it reuses from the earlier run: made before
 * anything starts, so that it can be shown first. Immutable.
 *
 * @param earlier the run that is restarted
 * @param nodes every node in order of definition
 */
public record RestartPlan(RunId earlier, List<NodePlan> nodes, Map<String, PlannedRuns> planned) {
  /** From where a run is done again. */
  public sealed interface From {
    /** Everything that did not succeed, and all that follows from it. */
    record Failed() implements From {}

    /** A task run too, {@code send} or {@code send[3]}, and all that follows from it. */
    record Task(TaskPath path) implements From {}

    /** Everything. */
    record All() implements From {}
  }

  /**
   * The differences from the earlier run.
   *
   * @param parameters the names of those with another value
   * @param nodes the names of those that are defined otherwise
   */
  public record Changes(Set<String> parameters, Set<String> nodes) {
    public static final Changes NONE = new Changes(Set.of(), Set.of());

    public Changes {
      parameters = Set.copyOf(parameters);
      nodes = Set.copyOf(nodes);
    }
  }

  /**
   * The plan for one node.
   *
   * @param width how many children are known of; empty where it is not mapped, or only known when
   *     it has expanded
   * @param runs the task runs that run, each with its reason; of a node that runs as a whole only
   *     itself
   * @param reused how many are taken over, by state
   */
  public record NodePlan(
      String node,
      Optional<Integer> width,
      Map<String, String> runs,
      Map<StateType, Integer> reused) {
    public NodePlan {
      runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
      reused = Map.copyOf(reused);
    }
  }

  public RestartPlan {
    nodes = List.copyOf(nodes);
    planned = Map.copyOf(planned);
  }

  /**
   * Plans a restart.
   *
   * @throws dev.praetor.NotFound if there is no task run to begin from
   */
  public static RestartPlan of(Graph graph, RecordedRun earlier, From from, Changes changes) {
    return RestartPlanner.restart(graph, earlier, from, changes);
  }

  /** Plans what a resumed run executes again: what has ended with a value that is unavailable. */
  public static RestartPlan ofResumed(Graph graph, RecordedRun before) {
    return RestartPlanner.resume(graph, before);
  }

  /** Returns whether a task run is reused. */
  public boolean reuses(NodeRun run, int index) {
    PlannedRuns known = planned.get(run.name());
    return known != null && !known.runs(run.isSingle() ? 0 : index);
  }

  /** Returns whether a mapped node is reused with its width. */
  public boolean keepsChildren(NodeRun run) {
    PlannedRuns known = planned.get(run.name());
    return known != null && known.isExpanded() && !known.runsWhole();
  }

  /** Returns whether a mapped node that made no children is reused as it ended. */
  public boolean keepsWhole(NodeRun run) {
    PlannedRuns known = planned.get(run.name());
    return known != null && !known.isExpanded() && !known.runsWhole();
  }
}
