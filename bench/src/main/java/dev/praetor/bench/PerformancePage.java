package dev.praetor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Generates the page of figures from the newest file of results of each part. */
final class PerformancePage {
  private record Source(Path file, JsonNode json) {
    String part() {
      return json.path("part").asString("memory");
    }

    String time() {
      return json.path("time").asString();
    }

    String measured() {
      String busy =
          json.has("load")
              ? String.format(
                  Locale.ROOT, ", a load of %.1f before it began", json.path("load").asDouble())
              : ", a load that was not recorded";
      return "Measured %s on Java %s, %d processors, a heap of %d MB%s; from `bench/results/%s`.\n\n"
          .formatted(
              time(),
              json.path("java").asString(),
              json.path("processors").asInt(),
              json.path("maxHeapMb").asInt(),
              busy,
              file.getFileName());
    }
  }

  private PerformancePage() {}

  static void write(Path page, Path results) throws IOException {
    List<Source> sources = read(results);
    StringBuilder text = new StringBuilder(BEGINNING);
    newest(sources, "memory")
        .ifPresent(it -> {
          text.append("\n## In memory, without a store\n\n").append(it.measured());
          text.append(MemoryFigures.section(it.json()));
        });
    newest(sources, "durable")
        .ifPresent(it -> {
          text.append("\n## With a store\n\n").append(it.measured());
          text.append(DurableFigures.section(it.json()));
        });
    newest(sources, "engine")
        .ifPresent(it -> {
          text.append("\n## The engine inside an application\n\n").append(it.measured());
          text.append(EngineFigures.section(it.json()));
        });
    newest(sources, "history")
        .ifPresent(it -> {
          text.append("\n## Reading a long history\n\n").append(it.measured());
          text.append(HistoryFigures.section(it.json()));
        });
    List<Source> server = all(sources, "server");
    if (!server.isEmpty()) {
      text.append("\n## A server and its workers\n\n");
      server.forEach(it -> text.append(it.measured()));
      text.append(ServerFigures.section(server.stream().map(Source::json).toList()));
    }
    List<Source> api = all(sources, "api");
    if (!api.isEmpty()) {
      text.append("\n## Questions\n\n");
      api.forEach(it -> text.append(it.measured()));
      text.append(ApiFigures.section(api.stream().map(Source::json).toList()));
    }
    Files.writeString(page, text.append(SCHEDULES));
  }

  private static List<Source> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Source> all = new ArrayList<>();
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
        all.add(new Source(file, JsonMapper.shared().readTree(Files.readString(file))));
      }
      return all;
    }
  }

  /** Returns the sources of a part, newest first. */
  private static List<Source> all(List<Source> sources, String part) {
    return sources.stream()
        .filter(it -> it.part().equals(part))
        .sorted(Comparator.comparing(Source::time).reversed())
        .toList();
  }

  private static Optional<Source> newest(List<Source> sources, String part) {
    return sources.stream()
        .filter(it -> it.part().equals(part))
        .max(Comparator.comparing(Source::time));
  }

  /** Returns the results of scenarios as a table. */
  static String table(JsonNode rows) {
    StringBuilder text =
        new StringBuilder(
            """
            | measurement | ms | task runs/s | floor/s | ratio | ratio of the best rounds | goal | |
            |---|---|---|---|---|---|---|---|
            """);
    for (JsonNode row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %,d | %,d | %.2f | %s | %s |%n",
              row.path("name").asString(),
              millis(row),
              row.path("perSecond").asLong(),
              row.path("floorPerSecond").asLong(),
              row.path("ratio").asDouble(),
              best(row),
              goal(row)));
    }
    return text.toString();
  }

  private static String millis(JsonNode row) {
    double millis =
        row.has("millis")
            ? row.path("millis").asDouble()
            : row.path("elements").asDouble() * 1e3 / row.path("perSecond").asDouble();
    return String.format(Locale.ROOT, millis < 10 ? "%,.1f" : "%,.0f", millis);
  }

  private static String best(JsonNode row) {
    return row.has("bestRatio")
        ? String.format(Locale.ROOT, "%.2f", row.path("bestRatio").asDouble())
        : "–";
  }

  private static String goal(JsonNode row) {
    if (row.has("goalMillis")) {
      double over = row.path("millis").asDouble() / row.path("goalMillis").asDouble();
      return "≤ %d ms | %s"
          .formatted(row.path("goalMillis").asInt(), over <= 1 ? "met" : missed(over, "the time"));
    }
    if (row.has("goal")) {
      double part = row.path("ratio").asDouble() / row.path("goal").asDouble();
      return String.format(Locale.ROOT, "≥ %.2f | ", row.path("goal").asDouble())
          + (part >= 1 ? "met" : missed(part, "the goal"));
    }
    return "– | ";
  }

  static String missed(double times, String what) {
    return String.format(Locale.ROOT, "missed: %.2f × %s", times, what);
  }

  private static final String BEGINNING =
      """
      # Performance

      Generated by the benchmarks from their files of results. Machines differ and are noisy, so the ratio is what counts:
      the rate of Praetor divided by the rate of a floor that does the same work with the least overhead, measured in turns
      in the same process. Figures are medians over rounds; the ratio of the fastest round of each is disturbed least by
      other work. Other work on the machine makes the ratio look better: Praetor has several threads and most floors have
      one, so Praetor gets a larger share of the processors. Judge by a run with a load near 0.

      `./praetor-bench` measures in memory, `./praetor-bench durable` with a store, `./praetor-bench engine` the engine
      inside an application, `./praetor-bench history` the reading of a long history, `./praetor-bench server` a
      server with its workers, `./praetor-bench api` questions to a server; each writes a new file of results and this page.
      Single methods: `./praetor-bench jmh`.
      """;

  private static final String SCHEDULES =
      """

      ## Schedules

      `schedule.next(1)`, measured by `./praetor-bench jmh ScheduleBenchmark` on 24 November 2026 while the machine was
      busy. The goals are 5 µs for ordinary schedules and 1 ms for a schedule that fires once in eight years. The floor is
      a step of the JDK from an instant to local time and back, 0.1 to 0.2 µs.

      | schedule | µs |
      |---|---|
      | weekdays at a time · every quarter of an hour · last Friday of the month | 0.40 · 0.13 · 0.23 |
      | two offices in two zones | 1.20 |
      | a daily interval · filtered | 0.66 · 0.66 |
      | a recurrence rule | 4.42 |
      | 29 February · every hour of it | 0.60 · 0.40 |
      """;
}
