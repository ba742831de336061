package dev.praetor.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines that tasks wrote, in their order. A line is kept only when it is whole.
 *
 * @param file the file, which need not exist yet
 */
record Ledger(Path file) {
  /** A line: what happened in a task run, and when by the clock of the machine. */
  record Line(String what, String run, String taskRun, long millis) {
    String task() {
      return run + " " + taskRun;
    }
  }

  List<Line> lines() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 4) {
        lines.add(new Line(parts[0], parts[1], parts[2], Long.parseLong(parts[3])));
      }
    }
    return lines;
  }

  /** Returns the task runs that began, each with the number of times. */
  Map<String, Integer> begun() throws IOException {
    Map<String, Integer> times = new HashMap<>();
    for (Line line : lines()) {
      if (line.what().equals("begun")) {
        times.merge(line.task(), 1, Integer::sum);
      }
    }
    return times;
  }
}
