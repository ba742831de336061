package dev.praetor.client;

import dev.praetor.client.model.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The health of a server. Immutable.
 *
 * @param status the status in a word
 * @param ready true if the server is ready for work
 * @param checks what was checked
 */
public record Health(String status, boolean ready, List<Check> checks) {
  /** A check: its name, its status, how far the checked part is behind, and more in words. */
  public record Check(String name, String status, Optional<Long> lagMs, String detail) {}

  public Health {
    checks = List.copyOf(checks);
  }

  static Health of(JsonNode document) {
    Json json = new Json(document);
    return new Health(
        json.text("status"),
        json.text("status").equals("ok"),
        json.list(
            "checks",
            each ->
                new Check(
                    each.text("name"),
                    each.text("status"),
                    each.optionalLarge("lagMs"),
                    each.text("detail"))));
  }
}
