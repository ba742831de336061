package dev.praetor.client.model;

import dev.praetor.RunId;
import dev.praetor.StateType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The plan of a restart. Immutable.
 *
 * @param run the run that is restarted
 * @param version the hash of the description of the flow that runs
 * @param parameters the parameters of the new run as an object
 * @param nodes the nodes in the order in which the flow defines them
 */
public record PlannedRestart(RunId run, String version, JsonNode parameters, List<Node> nodes) {
  public PlannedRestart {
    nodes = List.copyOf(nodes);
  }

  /**
   * The plan for a node. Immutable.
   *
   * @param width the number of children; absent if the node is not mapped, or if it is known only
   *     later
   * @param runs the task runs that run again, each with its reason; of a node that runs again as a
   *     whole, only the node itself
   * @param reused the number of task runs whose results are reused, by state
   */
  public record Node(
      String node,
      Optional<Integer> width,
      Map<String, String> runs,
      Map<StateType, Integer> reused) {
    public Node {
      runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
      reused = Map.copyOf(reused);
    }

    public static Node of(Json json) {
      Map<StateType, Integer> reused = new EnumMap<>(StateType.class);
      json.list("reused", each -> each)
          .forEach(each -> reused.put(each.state("state"), each.number("n")));
      return new Node(json.text("node"), json.optionalNumber("width"), runs(json), reused);
    }

    public static Map<String, String> runs(Json json) {
      Map<String, String> runs = new LinkedHashMap<>();
      json.list("runs", each -> each)
          .forEach(each -> runs.put(each.text("taskRun"), each.text("why")));
      return runs;
    }

    public Node withRuns(Map<String, String> all) {
      return new Node(node, width, all, reused);
    }
  }
}
