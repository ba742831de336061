package dev.praetor.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The section of the page about runs with a store. */
final class DurableFigures {
  private DurableFigures() {}

  static String section(JsonNode json) {
    return PerformancePage.table(json.path("results"))
        + FLOORS
        + growth(json.path("growth"))
        + constant(json.path("growth"));
  }

  private static String growth(JsonNode rows) {
    StringBuilder text =
        new StringBuilder(
            """

            The cost of a child as maps grow, each width in an empty database. Rows are those of runs, task runs and counts:

            | database | children | task runs/s | rows per child | bytes per child on disk | bytes per child written |
            |---|---|---|---|---|---|
            """);
    for (JsonNode row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %.3f | %,d | %,d |%n",
              row.path("database").asString(),
              row.path("width").asInt(),
              row.path("perSecond").asLong(),
              row.path("rows").asDouble(),
              row.path("bytes").asLong(),
              row.path("written").asLong()));
    }
    return text.toString();
  }

  private static String constant(JsonNode rows) {
    Map<String, List<JsonNode>> byDatabase = new LinkedHashMap<>();
    for (JsonNode row : rows) {
      byDatabase.computeIfAbsent(row.path("database").asString(), _ -> new ArrayList<>()).add(row);
    }
    StringBuilder text =
        new StringBuilder(
            """

            Rows and bytes per child should be constant, and the rate of 1,000,000 children in this heap should be at least 0.80
            of the rate of 10,000:

            """);
    byDatabase.forEach((database, all) -> {
      double rate = of(all, 1_000_000, "perSecond") / of(all, 10_000, "perSecond");
      text.append(
          String.format(
              Locale.ROOT,
              "* %s: least divided by most is %.3f for rows, %.3f for bytes on disk, %.3f for bytes written; the rate is %.2f of that of 10,000, %s.%n",
              database,
              evenness(all, "rows"),
              evenness(all, "bytes"),
              evenness(all, "written"),
              rate,
              rate >= 0.8 ? "met" : "missed"));
    });
    return text.toString();
  }

  private static double of(List<JsonNode> rows, int width, String field) {
    return rows.stream()
        .filter(row -> row.path("width").asInt() == width)
        .mapToDouble(row -> row.path(field).asDouble())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double evenness(List<JsonNode> rows, String field) {
    double least = rows.stream().mapToDouble(row -> row.path(field).asDouble()).min().orElse(0);
    double most = rows.stream().mapToDouble(row -> row.path(field).asDouble()).max().orElse(0);
    return least / most;
  }

  private static final String FLOORS =
      """

      A run reports its end when each of its task runs is on disk with its state, times and result, and a task run is on
      disk before anything that depends on it starts. Both databases sync each commit. The floors write the rows of the same
      task runs into the same table of another database, on one thread, in turns with the measured runs:

      * maps and runs at once: 500 rows per commit, on PostgreSQL with the driver's rewritten batches. The store commits
        more rows together when more are waiting, so it can be faster than this floor;
      * dependent tasks and runs one by one: a commit for each row. The goal of dependent tasks is at most 1.3 × their time.
        A single run needs one more commit, at its beginning. A task of a chain is a commit too: one statement writes its row
        and guards it against another process. On SQLite the thread of the attempt does all of that and starts the next
        body. On PostgreSQL, where that thread would have to wait for the server, it passes its end on to a thread of the
        engine, which writes it and starts the next body.

      Where goals are missed: a step of a chain on SQLite is its commit and about 0.1 ms beside it, for the lock that keeps
      other processes of the home out, the encoding of the row and a new virtual thread; the floor has the file to itself.
      On PostgreSQL a step is also the passing of its end to the thread of the engine, and the run of a chain of 40 has one
      commit more than its floor.
      Each of 1,000 runs at once is a row beside the row of its task, written twice, with entries in seven indexes; the thread
      that writes them is busy all the time.
      """;
}
