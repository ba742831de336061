package dev.praetor.client;

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
