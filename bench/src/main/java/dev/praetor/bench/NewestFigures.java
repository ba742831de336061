package dev.praetor.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Figures of several files of results, as a table of the page. */
final class NewestFigures {
  private NewestFigures() {}

  /**
   * Returns the table, which shows the newest of each figure.
   *
   * @param results the files of results, newest first
   */
  static String table(List<JsonNode> results) {
    Map<String, Figure> newest = new LinkedHashMap<>();
    for (JsonNode file : results.reversed()) {
      for (JsonNode row : file.path("figures")) {
        Figure figure = Figure.of(row);
        newest.put(figure.database() + figure.name(), figure);
      }
    }
    StringBuilder text =
        new StringBuilder(
            """
            | measurement | measured | goal | floor | ratio | |
            |---|---|---|---|---|---|
            """);
    for (Figure figure : newest.values()) {
      text.append("| ").append(String.join(" | ", figure.cells())).append(" |\n");
    }
    return text.toString();
  }
}
