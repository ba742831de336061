package dev.praetor.bench;

import dev.praetor.store.RunStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;

/**
 * Measures questions to a store of 1,000,000 task runs, on both databases. The first argument is
 * the file for the results as JSON. With a second argument only databases with this word in their
 * name are asked, and no file is written.
 */
public final class HistoryBenchmark {
  private static final int WARM_UP = 50;
  private static final int ASKED = 500;

  private HistoryBenchmark() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    String only = args.length > 1 ? args[1] : "";
    ResultsFile file = ResultsFile.of("history");
    file.put("taskRuns", History.TASK_RUNS);
    file.put("runs", History.RUNS);
    file.put("children", History.CHILDREN);
    file.put("asked", ASKED);
    try (Databases databases = Databases.in(Path.of("bench", "target", "data"))) {
      for (Databases.Kind kind : databases.kinds()) {
        if (!kind.name().contains(only)) {
          continue;
        }
        try (BenchDatabase database = kind.make();
            RunStore store = database.open();
            Connection connection = database.connect()) {
          History history = History.fill(store);
          out.printf(
              "%s, filled in %.1f s: %,d MB%n",
              kind.name(), history.nanos() / 1e9, database.bytes() >> 20);
          for (Question question : new Questions(kind.name(), store, history).all()) {
            question.ask(connection, WARM_UP);
            Question.Result result = question.ask(connection, ASKED);
            out.println(result);
            result.addTo(file.row("questions"));
          }
        }
      }
    }
    if (only.isEmpty() && args.length > 0) {
      file.write(Path.of(args[0]));
    }
  }
}
