package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.PoolInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The pools of the workers of a server. Thread-safe. */
public final class PoolsApi {
  private final GraphQl graphql;

  PoolsApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  /** Returns all pools. */
  public List<PoolInfo> list() {
    JsonNode data = graphql.data("{ pools { %s } }".formatted(PoolInfo.FIELDS), Map.of());
    return new Json(data).list("pools", PoolInfo::of);
  }

  /** Pauses a pool: its workers start no more of its runs. */
  public PoolInfo pause(String pool, String why) {
    return set(pool, Map.of("paused", true, "why", why));
  }

  /** Resumes a pool. */
  public PoolInfo resume(String pool) {
    return set(pool, Map.of("paused", false));
  }

  /** Sets the largest number of runs of a pool at the same time, or takes the limit away. */
  public PoolInfo limit(String pool, Optional<Integer> most) {
    Map<String, @Nullable Object> change = new LinkedHashMap<>();
    change.put("limit", most.orElse(null));
    return set(pool, change);
  }

  private PoolInfo set(String pool, Map<String, ? extends @Nullable Object> change) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(change);
    variables.put("name", pool);
    JsonNode data =
        graphql.data(
            """
            mutation ($name: String!, $paused: Boolean, $why: String, $limit: Int) {
              setPool(name: $name, paused: $paused, why: $why, limit: $limit) { %s } }\
            """
                .formatted(PoolInfo.FIELDS),
            variables);
    return PoolInfo.of(new Json(data.path("setPool")));
  }
}
