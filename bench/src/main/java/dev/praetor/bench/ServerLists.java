package dev.praetor.bench;

import dev.praetor.store.RunStore;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a server asks of its store: pages of each list of a store of 1,000,000 task runs,
 * by the usual filters and orders.
 */
public final class ServerLists {
  private static final int WARM_UP = 40;
  private static final int ASKED = 200;

  private ServerLists() {}

  /** Measures the lists on an empty database, and returns the figures of each. */
  public static List<ListQuestion.Result> measure(Databases.Kind kind, int parts) throws Exception {
    List<ListQuestion.Result> all = new ArrayList<>();
    try (BenchDatabase database = kind.make();
        RunStore store = database.open();
        Connection connection = database.connect()) {
      ServedHistory history = ServedHistory.fill(store, connection);
      KeyLookup floor =
          new KeyLookup(connection, history.of().large().toString(), history.of().places());
      for (ListQuestion question : new ListQuestions(store.queries(), history).all()) {
        question.ask(floor, WARM_UP / parts);
        all.add(question.ask(floor, ASKED / parts));
      }
    }
    return all;
  }

  /** Adds what the lists were measured on to a file of results. */
  public static void describe(ResultsFile file) {
    file.put("taskRuns", History.TASK_RUNS);
    file.put("runs", History.RUNS);
    file.put("children", History.CHILDREN);
    file.put("logLines", ServedHistory.LOG_LINES);
    file.put("asked", ASKED);
  }
}
