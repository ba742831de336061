package dev.praetor.bench;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The section of the page about runs without a store. */
final class MemoryFigures {
  private MemoryFigures() {}

  static String section(JsonNode json) {
    return PerformancePage.table(json.path("results")) + FLOORS + million(json.path("results"));
  }

  private static String million(JsonNode rows) {
    double change =
        rate(rows, "map of 1,000,000", "perSecond") / rate(rows, "map of 10,000", "perSecond");
    double ofFloor =
        rate(rows, "map of 1,000,000", "floorPerSecond")
            / rate(rows, "map of 10,000", "floorPerSecond");
    return String.format(
        Locale.ROOT,
        """

        The map of 1,000,000 runs in the heap named above. Its rate should be at least 0.80 of the rate of the map of 10,000;
        it is %.2f of it, so the goal is %s. For the floors the same ratio is %.2f.
        """,
        change,
        change >= 0.8 ? "met" : "missed",
        ofFloor);
  }

  private static double rate(JsonNode rows, String name, String field) {
    for (JsonNode row : rows) {
      if (row.path("name").asString().equals(name)) {
        return row.path(field).asDouble();
      }
    }
    return Double.NaN;
  }

  private static final String FLOORS =
      """

      The floors:

      * maps and fan-in: as many bare virtual threads that count, at most 1,000 of them concurrently;
      * dependent tasks: the same bodies one after the other, each on a virtual thread of its own. The goal is at most
        1.15 × their time.

      Where the goal of a map is missed: a child does more than count. Its states and their times are recorded, its argument
      and its result are read and kept for the tasks that follow, its lines in the log are attributed to it (a tenth of its
      time), and it can be cancelled, timed out and abandoned. That is about 0.3 µs beside the 0.2 µs of a bare thread.
      """;
}
