package dev.praetor.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The results of a benchmark as JSON, with a description of the machine. */
public final class ResultsFile {
  private final ObjectNode json = JsonMapper.shared().createObjectNode();

  private ResultsFile() {}

  /** Creates a file for a part: memory, durable, engine, history, server or api. */
  public static ResultsFile of(String part) {
    ResultsFile file = new ResultsFile();
    file.json.put("part", part);
    file.json.put("time", Instant.now().toString());
    file.json.put("java", Runtime.version().toString());
    file.json.put("processors", Runtime.getRuntime().availableProcessors());
    file.json.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    file.json.put("maxHeapMb", Runtime.getRuntime().maxMemory() >> 20);
    return file;
  }

  /** Adds a figure of the whole part. */
  public void put(String name, int number) {
    json.put(name, number);
  }

  /** Adds a row to a table. */
  public ObjectNode row(String table) {
    return json.withArray(table).addObject();
  }

  void add(String table, Scenario.Result result) {
    ObjectNode row = row(table);
    row.put("name", result.name())
        .put("elements", result.elements())
        .put("perSecond", Math.round(result.perSecond()))
        .put("floorPerSecond", Math.round(result.floorPerSecond()))
        .put("ratio", rounded(result.ratio()))
        .put("bestRatio", rounded(result.bestRatio()))
        .put("millis", rounded(result.millis()));
    switch (result.goal()) {
      case Goal.Ratio it -> row.put("goal", rounded(it.least()));
      case Goal.Within it -> row.put("goalMillis", it.most().toMillis());
      case Goal.None _ -> {}
    }
  }

  /** Returns a number with three digits after the point. */
  public static double rounded(double number) {
    return Math.round(number * 1000) / 1000.0;
  }

  /** Writes the file and generates the page of figures. */
  public void write(Path file) throws IOException {
    Files.writeString(file, json.toPrettyString() + "\n");
    PerformancePage.write(Path.of("docs", "performance.md"), file.resolveSibling(""));
  }
}
