package dev.praetor.store;

import dev.praetor.Flow;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.UUID;

/**
 * A program that runs the store under a profiler and prints rough times; the benchmarks measure
 * exactly.
 */
final class Speed {
  private Speed() {}

  public static void main(String[] args) throws Exception {
    int width = 100_000;
    StoreLocation where =
        args.length == 0
            ? new StoreLocation.Home(Files.createTempDirectory(Path.of("/tmp"), "speed"))
            : new StoreLocation.Postgres(args[0], args[1], args[2]);
    for (int i = 0; i < 3; i++) {
      long before = System.nanoTime();
      RunStore.open(where).close();
      System.out.printf("open and close: %d ms%n", millis(before));
    }
    try (RunStore store = RunStore.open(where)) {
      Flow<Integer> flow = Flows.wide("wide", width);
      for (int i = 0; i < 6; i++) {
        long before = System.nanoTime();
        Flows.run(store, flow);
        long durable = millis(before);
        before = System.nanoTime();
        flow.run();
        long memory = millis(before);
        before = System.nanoTime();
        floor(Database.at(where), width);
        long floor = millis(before);
        System.out.printf(
            "durable %d ms, floor %d ms, in memory %d ms, ratio %.2f%n",
            durable, floor, memory, (double) floor / durable);
      }
    }
  }

  private static void floor(Database database, int width) throws Exception {
    String run = UUID.randomUUID().toString();
    try (Connection connection = database.writing().getConnection();
        WriteConnection session = new WriteConnection(connection)) {
      PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO task_run (run, node, idx, state, attempts, created, started, ended,"
                  + " value, sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      for (int from = 0; from < width; from += 500) {
        session.begin();
        for (int i = from; i < from + 500; i++) {
          insert.setString(1, run);
          insert.setString(2, "twice");
          insert.setInt(3, i);
          insert.setString(4, "Success");
          insert.setInt(5, 1);
          insert.setLong(6, 1764000000000000L + i);
          insert.setLong(7, 1764000000000000L + i);
          insert.setLong(8, 1764000000000000L + i);
          insert.setString(9, Integer.toString(2 * i));
          insert.setLong(10, 1L << 40);
          insert.addBatch();
        }
        insert.executeBatch();
        session.commit();
      }
    }
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }
}
