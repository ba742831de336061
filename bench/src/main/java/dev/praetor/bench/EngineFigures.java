package dev.praetor.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The section of the page about the engine inside an application. */
final class EngineFigures {
  private EngineFigures() {}

  static String section(JsonNode json) {
    return latencies(json.path("latencies"))
        + figures(json.path("figures"))
        + heap(json.path("heap"))
        + FLOORS;
  }

  private static String latencies(JsonNode rows) {
    StringBuilder text =
        new StringBuilder(
            """
            | measurement | p50 ms | p99 ms | a commit p50 | a commit p99 | goals p50, p99 | |
            |---|---|---|---|---|---|---|
            """);
    for (JsonNode row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f | %.2f | %s |%n",
              row.path("name").asString(),
              row.path("p50").asDouble(),
              row.path("p99").asDouble(),
              row.path("floorP50").asDouble(),
              row.path("floorP99").asDouble(),
              goals(row)));
    }
    return text.toString();
  }

  private static String goals(JsonNode row) {
    if (!row.has("goalP50")) {
      return "– | ";
    }
    double p50 = row.path("goalP50").asDouble();
    double p99 = row.path("goalP99").asDouble();
    double over = Math.max(row.path("p50").asDouble() / p50, row.path("p99").asDouble() / p99);
    return String.format(Locale.ROOT, "≤ %.0f, ≤ %.0f | ", p50, p99)
        + (over <= 1 ? "met" : PerformancePage.missed(over, "the time"));
  }

  private static String figures(JsonNode rows) {
    StringBuilder text =
        new StringBuilder(
            """

            | measurement | | goal | |
            |---|---|---|---|
            """);
    for (JsonNode row : rows) {
      double value = row.path("value").asDouble();
      double goal = row.path("goal").asDouble();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f %s | ≤ %.1f | %s |%n",
              row.path("name").asString(),
              value,
              row.path("unit").asString(),
              goal,
              value <= goal ? "met" : PerformancePage.missed(value / goal, "the goal")));
    }
    return text.toString();
  }

  private static String heap(JsonNode rows) {
    StringBuilder text = new StringBuilder("\n");
    for (JsonNode row : rows) {
      List<String> parts = new ArrayList<>();
      row.path("megabytes")
          .forEach(each -> parts.add(String.format(Locale.ROOT, "%.1f", each.asDouble())));
      text.append(
          "* %s, each after a collection: %s MB.%n"
              .formatted(row.path("name").asString(), String.join(" · ", parts)));
    }
    return text.toString();
  }

  private static final String FLOORS =
      """

      Each time is measured in turns with one commit of one row to another database of the same kind. A start is durable
      when it returns, so its code runs after at least one commit; another process hears of a change after the commit of
      that change. Another process is a second engine in the same JVM with connections and signals of its own, so that both
      have the same clock. The instants of the 10,000 schedules, each of a flow of its own, are spread evenly: 100 a second.

      Where goals are missed: the slowest starts on SQLite wait for the disk, whose slowest commits of a single row are in the
      table. 1,000 runs at once are 2,000 rows, half of them written twice, with their entries in indexes, and the one thread
      that writes them is busy all the time. The threads of an idle engine use about 0.3 %; the rest is what the compiler and
      the collector of the JVM have left over from its start.
      """;
}
