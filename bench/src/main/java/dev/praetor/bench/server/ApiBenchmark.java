package dev.praetor.bench.server;

import dev.praetor.bench.ResultsFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures questions to a server, and the checks of its callers; see {@link Suite#run}. */
public final class ApiBenchmark {
  static final Suite SUITE = new Suite("api", all(), ApiBenchmark::describe);

  private ApiBenchmark() {}

  private static Map<String, Suite.Measured> all() {
    Map<String, Suite.Measured> all = new LinkedHashMap<>();
    all.put("pages", Asking::pages);
    all.put("groups", Asking::groups);
    all.put("callers", CallerChecks::all);
    return all;
  }

  private static void describe(ResultsFile file) {
    Reminders reminders = Asking.reminders(false);
    file.put("taskRuns", reminders.taskRuns());
    file.put("runs", reminders.runs());
    file.put("children", reminders.children());
  }

  public static void main(String[] args) throws Exception {
    SUITE.run(args);
  }
}
