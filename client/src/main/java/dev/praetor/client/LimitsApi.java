package dev.praetor.client;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.client.model.Json;
import dev.praetor.client.model.LimitInfo;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The limits over all runs of a server. Thread-safe. */
public final class LimitsApi {
  private final GraphQl graphql;

  LimitsApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  /** Returns all limits. */
  public List<LimitInfo> list() {
    JsonNode data = graphql.data("{ limits { %s } }".formatted(LimitInfo.FIELDS), Map.of());
    return new Json(data).list("limits", LimitInfo::of);
  }

  /** Sets the largest number of runs of a flow, or of attempts with a tag, at the same time. */
  public LimitInfo set(LimitInfo.Scope scope, String name, int most) {
    JsonNode data =
        graphql.data(
            "mutation ($name: String!, $n: Int!, $scope: LimitScope) { setLimit(name: $name, n: $n, scope: $scope) { %s } }"
                .formatted(LimitInfo.FIELDS),
            Map.of("name", name, "n", most, "scope", scope.name()));
    return LimitInfo.of(new Json(data.path("setLimit")));
  }

  /** Returns what counts towards a limit now, at most 1,000; none if there is no such limit. */
  public List<LimitInfo.Holder> holders(LimitInfo.Scope scope, String name) {
    JsonNode data =
        graphql.data(
            "{ limits { scope name holders(first: 1000) { run { id } task } } }", Map.of());
    return data.path("limits")
        .valueStream()
        .filter(limit ->
            limit.path("scope").asString().equals(scope.name())
                && limit.path("name").asString().equals(name))
        .flatMap(limit -> new Json(limit).list("holders", LimitInfo.Holder::of).stream())
        .toList();
  }

  /**
   * Takes the slot of a tag from the attempt that holds it. The attempt goes on uncounted.
   *
   * @throws ServerRefused with NOT_FOUND if there is no such limit or run, with CONFLICT if the
   *     task run holds no slot
   */
  public LimitInfo release(String tag, RunId run, TaskPath task) {
    JsonNode data =
        graphql.data(
            "mutation ($name: String!, $run: ID!, $task: String!) { releaseSlot(name: $name, run: $run, task: $task) { %s } }"
                .formatted(LimitInfo.FIELDS),
            Map.of("name", tag, "run", run.toString(), "task", task.toString()));
    return LimitInfo.of(new Json(data.path("releaseSlot")));
  }

  /**
   * Deletes a limit.
   *
   * @throws ServerRefused with NOT_FOUND if there is none
   */
  public void delete(LimitInfo.Scope scope, String name) {
    JsonNode _ =
        graphql.data(
            "mutation ($name: String!, $scope: LimitScope) { deleteLimit(name: $name, scope: $scope) }",
            Map.of("name", name, "scope", scope.name()));
  }
}
