package dev.praetor.bench;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The section of the page about a server with its workers. */
final class ServerFigures {
  private ServerFigures() {}

  /**
   * Returns the section.
   *
   * @param results the files of results, newest first
   */
  static String section(List<JsonNode> results) {
    JsonNode json = results.getFirst();
    return NewestFigures.table(results)
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

        Where goals are missed:

        * *An idle server* beats for its process and its worker, and its worker looks for runs and reports once a second:
          the thread that writes and the thread of the worker use about 0.15 %% each, the rest is the collector and the
          compiler of the JVM.
        * *A request for a run, until its code runs*, is a request, then three commits one after the other (the run, its
          claim, its start), in two processes, each of which has to be woken. A bare request with one commit takes up to
          half of the goal already on this machine.
        * *1,000 runs* are written four times each (made, claimed, started, ended), by two processes in turns, with
          entries in eight indexes; the callers, the server and the runner, each with a compiler of its own at work, share
          two processors.
        * *Task runs the newest first*, over all runs, and *the longest first* of a run with %3$,d children read all of
          them. On SQLite an index for one of these orders makes a task run take a third more time of the processor to
          write, and 60 %% more room. Task runs are listed by their runs, whose order is that of time, unless another order
          is asked for.
        * *A text that no log line contains* is looked for in all lines.
        """
            .formatted(json.path("asked").asInt(), json.path("logLines").asInt(), History.CHILDREN);
  }
}
