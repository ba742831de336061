package dev.praetor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the page of figures from a file of results. */
final class PerformancePage {
  private PerformancePage() {}

  static void write(Path page, Path results) throws IOException {
    JsonNode json = JsonMapper.shared().readTree(Files.readString(results));
    StringBuilder text = new StringBuilder();
    text.append("# Performance\n\n");
    text.append(
        "Made from `%s` by the benchmark itself. Machines differ and are noisy, so what counts is the ratio: the rate of\n"
            .formatted(results.toString().replace('\\', '/')));
    text.append(
        "Praetor to the rate of a floor that does the same work barely, measured in turns in the same process.\n\n");
    text.append(
        "Measured %s on Java %s, %d processors, a heap of %d MB. In memory, without a store.\n\n"
            .formatted(
                json.get("time").stringValue(),
                json.get("java").stringValue(),
                json.get("processors").intValue(),
                json.get("maxHeapMb").intValue()));
    text.append(
        "| what | task runs/s | floor/s | ratio | goal | met |\n|---|---|---|---|---|---|\n");
    for (JsonNode row : json.get("results")) {
      double ratio = row.get("ratio").doubleValue();
      double goal = row.get("goal").doubleValue();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %.2f | %.2f | %s |%n",
              row.get("name").stringValue(),
              row.get("perSecond").longValue(),
              row.get("floorPerSecond").longValue(),
              ratio,
              goal,
              ratio >= goal ? "yes" : "no"));
    }
    text.append(NOTES);
    Files.writeString(page, text);
  }

  private static final String NOTES =
      """

      The floors:

      * maps and fan-in: so many bare virtual threads that count, 1,000 of them at a time;
      * dependent tasks: the same bodies one after the other, each on a virtual thread of its own. The goal is at most
        1.15 × their time.

      The map of 1,000,000 runs in the heap named above. Its rate should be within 20 % of that of the map of 10,000. In the run
      of 24 November 2026 it was 30 % lower (1.35 against 1.93 million/s) and so missed that, while its floor was 45 % lower: the
      machine was busier in those minutes. In a quieter run before, not kept as a file, it was 5 % lower (2.79 against 2.94).
      Run it again with `./praetor-bench`, which writes a new file of results and this page.
      Single decisions are measured with JMH: `./praetor-bench jmh`.

      ## Schedules

      `schedule.next(1)`, by `./praetor-bench jmh ScheduleBenchmark`, on the same machine and day while it was busy. The
      goals are 5 µs for ordinary schedules and 1 ms for one that fires once in eight years. The floor is one step of the
      JDK from a moment to local time and back, 0.1 to 0.2 µs.

      | schedule | µs |
      |---|---|
      | weekdays at a time · every quarter of an hour · last Friday of the month | 0.40 · 0.13 · 0.23 |
      | two offices in two zones | 1.20 |
      | a daily interval · filtered | 0.66 · 0.66 |
      | a recurrence rule | 4.42 |
      | 29 February · every hour of it | 0.60 · 0.40 |
      """;
}
