package dev.praetor.bench.server;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.bench.BenchDatabase;
import dev.praetor.bench.StoreRuns;
import dev.praetor.store.RunStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A store of half a year: runs of a flow that maps over a list, and small runs of other flows. Some
 * children failed, some were skipped, more of them in some runs than in others.
 *
 * @param runs the number of runs of the flow
 * @param children the number of children of each
 */
record Reminders(int runs, int children) {
  static final String FLOW = "reminder";
  static final String NODE = "send_reminder";
  static final Instant FIRST = Instant.parse("2026-01-01T13:45:00Z");
  static final int SMALL_FLOWS = 10;
  private static final Duration BETWEEN = Duration.ofHours(4);
  private static final int RUNS_OF_SMALL_FLOW = 20;
  private static final int SMALL = 9;
  private static final int PATTERNS = 20;
  private static final int AT_ONCE = 50;

  static String smallFlow(int number) {
    return "flow-%02d".formatted(number);
  }

  /** Returns the number of all task runs; a map is one beside its children. */
  int taskRuns() {
    return runs * (children + 1) + SMALL_FLOWS * RUNS_OF_SMALL_FLOW * (SMALL + 1);
  }

  /** Fills an empty database: runs some of each kind, and copies their rows. */
  void fill(BenchDatabase database) throws Exception {
    List<RunId> large;
    List<RunId> small;
    try (RunStore store = database.open()) {
      large = patterns(store, children);
      small = patterns(store, SMALL);
    }
    // While a store is open, it would wait for whoever writes into it.
    try (Connection connection = database.connect()) {
      copy(connection, large, small);
    }
    try (RunStore store = database.open()) {
      large.forEach(store::delete);
      small.forEach(store::delete);
    }
    try (Connection connection = database.connect()) {
      if (!connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
        try (Statement statement = connection.createStatement()) {
          // The server does it by itself too, but at a time that nobody knows.
          statement.execute("VACUUM ANALYZE");
        }
      }
    }
  }

  private static List<RunId> patterns(RunStore store, int width) throws Exception {
    List<RunId> all = new ArrayList<>();
    for (int i = 0; i < PATTERNS; i++) {
      all.addAll(StoreRuns.atOnce(store, flow(width, i), 1));
    }
    return all;
  }

  private static Flow<Integer> flow(int width, int pattern) {
    List<Integer> list = IntStream.range(0, width).boxed().toList();
    return Flow.define(
            FLOW,
            f -> {
              f.decidedBy(
                  Task.of(NODE, Integer.class, (Integer x) -> send(x, pattern))
                      .map(each(value(list))));
              return value(0);
            })
        .widthLimit(width);
  }

  private static int send(int x, int pattern) {
    if (x % 100 >= 100 - pattern) {
      throw Signal.skip("needs no reminder");
    }
    if (pattern % 2 == 1 && x % 200 == pattern % SMALL) {
      throw new IllegalStateException("number " + x + " cannot be reached");
    }
    return x;
  }

  private void copy(Connection connection, List<RunId> large, List<RunId> small)
      throws SQLException {
    connection.setAutoCommit(false);
    try (RunCopies copies = RunCopies.on(connection)) {
      for (int i = 0; i < runs; i++) {
        copies.copy(large.get(i % PATTERNS), FLOW, FIRST.plus(BETWEEN.multipliedBy(i)));
        if (i % AT_ONCE == 0) {
          connection.commit();
        }
      }
      for (int i = 0; i < SMALL_FLOWS * RUNS_OF_SMALL_FLOW; i++) {
        Instant time = FIRST.plus(BETWEEN.multipliedBy(i)).plusSeconds(600);
        copies.copy(small.get(i % PATTERNS), smallFlow(i / RUNS_OF_SMALL_FLOW), time);
      }
      connection.commit();
    }
    connection.setAutoCommit(true);
  }
}
