package dev.praetor.store.json;

import dev.praetor.store.model.WorkerOrders;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a worker has to do as JSON, for a worker that is elsewhere, and reads it. */
public final class WorkerOrdersJson {
  private static final int LARGEST_WAIT = 60_000;

  private WorkerOrdersJson() {}

  public static ObjectNode write(WorkerOrders orders) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("known", orders.known()).put("drains", orders.drains());
    ArrayNode needed = json.putArray("needed");
    orders.needed().stream().sorted().forEach(needed::add);
    ObjectNode isolated = json.putObject("isolated");
    orders.isolated().forEach(isolated::put);
    ObjectNode busy = json.putObject("busy");
    orders.busy().forEach((pid, runs) -> busy.put(Long.toString(pid), runs));
    return json.put("nextMs", orders.next().toMillis());
  }

  public static WorkerOrders read(JsonNode json) {
    Set<String> needed = new HashSet<>();
    json.path("needed").forEach(code -> needed.add(code.asString("")));
    Map<String, Integer> isolated = new HashMap<>();
    json.path("isolated")
        .properties()
        .forEach(each -> isolated.put(each.getKey(), each.getValue().asInt(0)));
    Map<Long, Integer> busy = new HashMap<>();
    json.path("busy")
        .properties()
        .forEach(each -> {
          if (each.getKey().matches("\\d{1,18}")) {
            busy.put(Long.parseLong(each.getKey()), each.getValue().asInt(0));
          }
        });
    int next = Math.clamp(json.path("nextMs").asLong(0), 0, LARGEST_WAIT);
    return new WorkerOrders(
        json.path("known").asBoolean(false),
        json.path("drains").asBoolean(false),
        needed,
        isolated,
        busy,
        Duration.ofMillis(next));
  }
}
