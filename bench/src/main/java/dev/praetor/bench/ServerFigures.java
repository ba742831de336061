package dev.praetor.bench;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The section of the page about the lists of a server. */
final class ServerFigures {
  private ServerFigures() {}

  static String section(JsonNode json) {
    StringBuilder text =
        new StringBuilder(
            """
            Pages of 50 from the store of the section before, whose small runs also have labels, parameters and %,d log lines.
            Each list was asked for its first twenty pages, or as many as there are, in all %,d times or
            for ten seconds, in turns with the floor: the lookup of one task run by its primary key, with plain SQL over an open connection.

            | list | p50 ms | p99 ms | floor p50 | floor p99 | goal for p99 | |
            |---|---|---|---|---|---|---|
            """
                .formatted(json.path("logLines").asInt(), json.path("asked").asInt()));
    for (JsonNode row : json.path("pages")) {
      double over = row.path("p99").asDouble() / row.path("goalMillis").asDouble();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s, %s | %.2f | %.2f | %.2f | %.2f | ≤ %d ms | %s |%n",
              row.path("database").asString(),
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
