package dev.praetor.bench;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The section of the page about questions to a server. */
final class ApiFigures {
  private ApiFigures() {}

  /**
   * Returns the section.
   *
   * @param results the files of results, newest first
   */
  static String section(List<JsonNode> results) {
    JsonNode json = results.getFirst();
    return NewestFigures.table(results)
        + """

        A store of %1$,d task runs: %2$,d runs of a flow that maps over %3$,d elements, and small runs of ten other flows,
        over half a year. The server is the program itself, as a process of its own; it is asked over GraphQL with the
        administrator's key, one question after the other. The floor is the same question as plain SQL over an open
        connection, asked in turns with it, with the same answer; a ratio is the measured time divided by that of the floor.
        The first 50 rows of a page are read. Each page was asked for 200 times and each aggregate 100 times, or for 15
        seconds.

        Requests with a key or a session ask who the caller is, an open one asks whether the server lives. A log-in also
        begins a session, which is a commit. *More* is what the median takes longer than that of the floor.

        Where goals are missed:

        * *Task runs of a node, the longest first*, and groups over all task runs on SQLite, read a million rows in one thread;
          plain SQL takes as long. An index for each such question would make every task run slower to write.
        * *Percentiles* put the times of a million task runs in order. Plain SQL takes as long on PostgreSQL, and four times as
          long on SQLite.
        """
            .formatted(
                json.path("taskRuns").asInt(),
                json.path("runs").asInt(),
                json.path("children").asInt());
  }
}
