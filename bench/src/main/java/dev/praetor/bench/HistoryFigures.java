package dev.praetor.bench;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The section of the page about reading a store. */
final class HistoryFigures {
  private HistoryFigures() {}

  static String section(JsonNode json) {
    StringBuilder text =
        new StringBuilder(
            """
            A store of %,d task runs in %,d runs: one with %,d children, the others small, of 20 flows, some failed. The floor
            is the same question as plain SQL over an open connection, whose rows are only fetched. Each question was asked %,d
            times, in turns with its floor.

            | question | p50 ms | p99 ms | floor p50 | floor p99 | goal for p99 | |
            |---|---|---|---|---|---|---|
            """
                .formatted(
                    json.path("taskRuns").asInt(),
                    json.path("runs").asInt(),
                    json.path("children").asInt(),
                    json.path("asked").asInt()));
    for (JsonNode row : json.path("questions")) {
      double over = row.path("p99").asDouble() / row.path("goalMillis").asDouble();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f | %.2f | ≤ %d ms | %s |%n",
              row.path("name").asString(),
              row.path("p50").asDouble(),
              row.path("p99").asDouble(),
              row.path("floorP50").asDouble(),
              row.path("floorP99").asDouble(),
              row.path("goalMillis").asInt(),
              over <= 1 ? "met" : PerformancePage.missed(over, "the time")));
    }
    return text.toString();
  }
}
