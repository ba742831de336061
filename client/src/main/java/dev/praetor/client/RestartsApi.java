package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.PlannedRestart;
import dev.praetor.client.model.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Restarts of runs of the registered flows of a server. Thread-safe. */
public final class RestartsApi {
  private static final int PAGE = 1_000;
  private static final String PLAN =
      """
      query ($run: ID!, $from: String, $parameters: JSON, $version: Int, $after: String) {
        restartPlan(run: $run, from: $from, parameters: $parameters, version: $version) {
          run { id } version { id } parameters
          nodes { node width total runs(first: %d, after: $after) { taskRun why } reused { state n } } } }\
      """
          .formatted(PAGE);
  private static final String RESTART =
      """
      mutation ($run: ID!, $from: String, $parameters: JSON, $version: Int) {
        restartRun(run: $run, from: $from, parameters: $parameters, version: $version) { %s } }\
      """
          .formatted(RunInfo.FIELDS);
  private final GraphQl graphql;

  RestartsApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  /**
   * Plans a restart; nothing is written.
   *
   * @throws ServerRefused if the run has not ended, its flow is not registered, or it cannot run
   *     with these parameters
   */
  public PlannedRestart plan(Restart restart) {
    Json plan = read(restart.variables());
    List<PlannedRestart.Node> nodes = new ArrayList<>();
    plan.list("nodes", each -> each).forEach(each -> nodes.add(whole(each, restart)));
    return new PlannedRestart(
        plan.at("run").run("id"),
        plan.at("version").text("id"),
        plan.node().path("parameters"),
        nodes);
  }

  private Json read(Map<String, ? extends @Nullable Object> variables) {
    return new Json(graphql.data(PLAN, variables).path("restartPlan"));
  }

  /** Reads the task runs of a node that are not on the first page, too. */
  private PlannedRestart.Node whole(Json first, Restart restart) {
    PlannedRestart.Node node = PlannedRestart.Node.of(first);
    Map<String, String> runs = new LinkedHashMap<>(node.runs());
    String last = runs.isEmpty() ? "" : List.copyOf(runs.keySet()).getLast();
    while (runs.size() < first.number("total")) {
      Map<String, String> more = after(node.node(), last, restart);
      if (more.isEmpty()) {
        break;
      }
      runs.putAll(more);
      last = List.copyOf(more.keySet()).getLast();
    }
    return node.withRuns(runs);
  }

  private Map<String, String> after(String node, String last, Restart restart) {
    Map<String, @Nullable Object> variables = restart.variables();
    variables.put("after", last);
    return read(variables).list("nodes", each -> each).stream()
        .filter(each -> each.text("node").equals(node))
        .findFirst()
        .map(PlannedRestart.Node::runs)
        .orElse(Map.of());
  }

  /**
   * Makes the run of a restart, which waits for a worker.
   *
   * @throws ServerRefused as for a plan
   */
  public RunInfo restart(Restart restart) {
    JsonNode data = graphql.data(RESTART, restart.variables());
    return RunInfo.of(new Json(data.path("restartRun")));
  }
}
