package dev.praetor.bench;

import dev.praetor.store.RunStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;

/**
 * Measures what a server asks of its store: pages of each list of a store of 1,000,000 task runs,
 * by the usual filters and orders, on both databases. The first argument is the file for the
 * results as JSON. With a second argument only databases with this word in their name are asked,
 * and no file is written.
 */
public final class ServerBenchmark {
  private static final int WARM_UP = 40;
  private static final int ASKED = 200;

  private ServerBenchmark() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    String only = args.length > 1 ? args[1] : "";
    ResultsFile file = ResultsFile.of("server");
    file.put("taskRuns", History.TASK_RUNS);
    file.put("runs", History.RUNS);
    file.put("children", History.CHILDREN);
    file.put("logLines", ServedHistory.LOG_LINES);
    file.put("asked", ASKED);
    try (Databases databases = Databases.in(Path.of("bench", "target", "data"))) {
      for (Databases.Kind kind : databases.kinds()) {
        if (!kind.name().contains(only)) {
          continue;
        }
        try (BenchDatabase database = kind.make();
            RunStore store = database.open();
            Connection connection = database.connect()) {
          ServedHistory history = ServedHistory.fill(store, connection);
          out.printf(
              "%s, filled in %.1f s: %,d MB%n",
              kind.name(), history.of().nanos() / 1e9, database.bytes() >> 20);
          KeyLookup floor =
              new KeyLookup(connection, history.of().large().toString(), history.of().places());
          for (ListQuestion question : new ListQuestions(store.queries(), history).all()) {
            question.ask(floor, WARM_UP);
            ListQuestion.Result result = question.ask(floor, ASKED);
            out.printf("%s, %s%n", kind.name(), result);
            result.addTo(kind.name(), file.row("pages"));
          }
        }
      }
    }
    if (only.isEmpty() && args.length > 0) {
      file.write(Path.of(args[0]));
    }
  }
}
