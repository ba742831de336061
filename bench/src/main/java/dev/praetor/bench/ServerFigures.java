package dev.praetor.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The section of the page about a server with its workers. */
final class ServerFigures {
  private ServerFigures() {}

  /**
   * Returns the section.
   *
   * @param results the files of results, newest first; of each figure the newest is shown
   */
  static String section(List<JsonNode> results) {
    Map<String, Figure> newest = new LinkedHashMap<>();
    for (JsonNode file : results.reversed()) {
      for (JsonNode row : file.path("figures")) {
        Figure figure = Figure.of(row);
        newest.put(figure.database() + figure.name(), figure);
      }
    }
    JsonNode json = results.getFirst();
    StringBuilder text =
        new StringBuilder(
            """
            | measurement | measured | goal | floor | ratio | |
            |---|---|---|---|---|---|
            """);
    for (Figure figure : newest.values()) {
      text.append("| ").append(String.join(" | ", figure.cells())).append(" |\n");
    }
    return text
        + """

        The server, its workers and their runners are the program itself, each as a process of its own, and so is the bare
        web server of the floors. A ratio is the measured value divided by its floor, which is measured in turns with it, or
        right before. A run is asked for, and cancelled, over GraphQL; the time ends when a line that the code of its task
        writes to a socket arrives. The bare request is answered by the JDK's web server with a few bytes; the commit is of
        one row, in another database of the same kind. The idle server is measured before it has a runner, and
        with a runner that has made a run; its worker is a part of its process.

        Pages are of 50 entries of the store of the section before, whose small runs also have labels, parameters and
        %2$,d log lines. Each list was asked for its first twenty pages, or as many as there are, in all %1$,d times or for
        ten seconds.
        """
            .formatted(json.path("asked").asInt(), json.path("logLines").asInt());
  }
}
