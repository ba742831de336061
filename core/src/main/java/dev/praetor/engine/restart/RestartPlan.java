package dev.praetor.engine.restart;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The task runs that a restart executes again, and the task runs that it reuses from the earlier
 * run. The plan is made before anything starts, so that it can be shown first. Immutable.
 *
 * @param earlier the run that is restarted
 * @param nodes every node in order of definition
 */
public record RestartPlan(RunId earlier, List<NodePlan> nodes, Map<String, PlannedRuns> planned) {
  /** The part of a run that a restart executes again. */
  public sealed interface From {
    /** All task runs that did not succeed, and their dependents. */
    record Failed() implements From {}

    /** In addition a task run, {@code send} or {@code send[3]}, and its dependents. */
    record Task(TaskPath path) implements From {}

    /** All task runs. */
    record All() implements From {}

    /**
     * Reads where a restart begins: {@code failed}, {@code all}, or the path of a task run.
     *
     * @throws dev.praetor.InvalidTaskPath if it is none of these
     */
    static From of(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "failed" -> new Failed();
        case "all" -> new All();
        default -> new Task(TaskPath.parse(text));
      };
    }
  }

  /**
   * The differences from the earlier run.
   *
   * @param parameters the names of the parameters with different values
   * @param nodes the nodes whose results do not fit any more, each with the reason
   */
  public record Changes(Set<String> parameters, Map<String, String> nodes) {
    public static final Changes NONE = new Changes(Set.of(), Map.of());

    public Changes {
      parameters = Set.copyOf(parameters);
      nodes = Map.copyOf(nodes);
    }
  }

  /**
   * The plan for one node.
   *
   * @param width the number of children; empty if the node is not mapped, or if the number is known
   *     only when the node has expanded
   * @param runs the task runs that are executed, each with its reason; of a node that is executed
   *     as a whole, only the node itself
   * @param reused the number of task runs that are reused, by state
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
   * @throws dev.praetor.NotFound if the task run to begin from does not exist
   */
  public static RestartPlan of(Graph graph, RecordedRun earlier, From from, Changes changes) {
    return RestartPlanner.restart(PlanGraph.of(graph), earlier, from, changes);
  }

  /**
   * Plans a restart where the code of the flow is not at hand. A process with the code plans again,
   * and may have to run more: it alone knows whether recorded results still fit their types.
   *
   * @throws dev.praetor.NotFound if the task run to begin from does not exist
   */
  public static RestartPlan of(
      FlowDescription flow, RecordedRun earlier, From from, Changes changes) {
    return RestartPlanner.restart(PlanGraph.of(flow), earlier, from, changes);
  }

  /**
   * Plans the task runs that a resumed run executes again: task runs that have ended, but whose
   * values are needed and unavailable.
   */
  public static RestartPlan ofResumed(Graph graph, RecordedRun before) {
    return RestartPlanner.resume(PlanGraph.of(graph), before);
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

  /** Returns whether a mapped node that made no children is reused in its final state. */
  public boolean keepsWhole(NodeRun run) {
    PlannedRuns known = planned.get(run.name());
    return known != null && !known.isExpanded() && !known.runsWhole();
  }
}
