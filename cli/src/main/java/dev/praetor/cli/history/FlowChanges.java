package dev.praetor.cli.history;

import dev.praetor.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is defined otherwise than in an earlier version of a flow, as far as results depend on it: a
 * retry or a timeout that changed does not make a result another one.
 */
public final class FlowChanges {
  private static final List<String> DECIDE =
      List.of(
          "kind",
          "mapped",
          "depth",
          "task",
          "version",
          "returns",
          "inputs",
          "branches",
          "flow",
          "arguments",
          "until");

  private FlowChanges() {}

  /** The names of the nodes that changed; of a version that is not known, none are. */
  public static Set<String> since(Optional<String> earlierSpec, Flow<?> flow) {
    Set<String> changed = new TreeSet<>();
    if (earlierSpec.isEmpty()) {
      return changed;
    }
    Map<String, JsonNode> before = new HashMap<>();
    for (JsonNode node : JsonMapper.shared().readTree(earlierSpec.get()).path("nodes")) {
      before.put(node.path("name").asString(), node);
    }
    for (JsonNode node : flow.spec().tree().path("nodes")) {
      String name = node.path("name").asString();
      JsonNode earlier = before.get(name);
      if (earlier != null && differ(earlier, node)) {
        changed.add(name);
      }
    }
    return changed;
  }

  private static boolean differ(JsonNode earlier, JsonNode now) {
    return DECIDE.stream().anyMatch(field -> !Objects.equals(earlier.get(field), now.get(field)));
  }
}
