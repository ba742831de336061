package dev.praetor.bench.server;

import dev.praetor.bench.BenchDatabase;
import dev.praetor.bench.Figure;
import dev.praetor.bench.StoreRuns;
import dev.praetor.client.PraetorClient;
import dev.praetor.store.RunStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Many runs of one task, asked for at once, until all have ended. */
final class ManyRuns {
  private static final double GOAL = 500;
  private static final double GROWTH = 1.1;
  private static final int CALLERS = 32;
  private static final int FIELDS = 100;
  private static final int PARTS = 5;
  private static final String FLOOR = "bare requests, and the same runs in one process";

  private ManyRuns() {}

  /** Does something for a number of runs. */
  private interface Making {
    void make(int runs) throws Exception;
  }

  /** Measures runs on an idle server, and while others wait for a limit or for their pool. */
  static void atOnce(Measurement measurement) throws Exception {
    int waiting = measurement.times(10_000, 500);
    try (Bench bench = new Bench(measurement)) {
      bench.measure("", bench::oneByOne);
      bench.measure(", %d in a request".formatted(FIELDS), bench::inRequests);
    }
    try (Bench bench = new Bench(measurement)) {
      bench.change("setFlowDefaults(flow: \"held\", limit: 1) { name }");
      bench.fill("held", waiting);
      Beacon.Heard _ = bench.deployment.beacon().next("holds");
      bench.measure(", %,d others waiting for a limit".formatted(waiting), bench::oneByOne);
    }
    try (Bench bench = new Bench(measurement)) {
      bench.change("setPool(name: \"later\", paused: true, why: \"measured\") { name }");
      bench.fill("later", waiting);
      bench.measure(", %,d others waiting for a pool".formatted(waiting), bench::oneByOne);
    }
  }

  /** Measures the heap of a server after parts of many runs. */
  static void heap(Measurement measurement) throws Exception {
    int part = measurement.times(20_000, 500);
    try (Bench bench = new Bench(measurement)) {
      List<Double> used = new ArrayList<>();
      for (int i = 0; i < PARTS; i++) {
        for (int made = 0; made < part; made += FIELDS * 10) {
          bench.inRequests(Math.min(FIELDS * 10, part - made));
          bench.ends.await("plain");
        }
        used.add(Heap.megabytes(bench.server.pid()));
      }
      List<Figure.Part> parts = new ArrayList<>();
      for (double each : used.subList(0, PARTS - 1)) {
        parts.add(Figure.Part.of("", each));
      }
      // The first part fills caches that are limited.
      parts.add(Figure.Part.atMost("", used.getLast(), used.get(1) * GROWTH));
      measurement.figure(
          "heap of the server after %d parts of %,d runs".formatted(PARTS, part * PARTS),
          "MB",
          "",
          parts);
    }
  }

  /** A server with its worker, and its floor. */
  private static final class Bench implements AutoCloseable {
    private final Measurement measurement;
    private final Deployment deployment;
    private final Started server;
    private final PraetorClient client;
    private final RunEnds ends;
    private final Floor floor;

    Bench(Measurement measurement) throws Exception {
      this.measurement = measurement;
      deployment = measurement.deployment();
      server = Workers.EMBEDDED.start(deployment);
      deployment.database().settle();
      client = deployment.client(server);
      ends = new RunEnds(deployment.database().connect());
      floor = Floor.on(measurement.kind());
    }

    void change(String field) {
      JsonNode _ = Answers.data(client.query("mutation { " + field + " }", Map.of()));
    }

    void measure(String name, Making making) throws Exception {
      int runs = measurement.times(1_000, 100);
      int rounds = measurement.times(5, 1);
      try (BenchDatabase plain = measurement.kind().make();
          RunStore store = plain.open()) {
        plain.settle();
        Sample sample =
            Sample.of(
                measurement.times(4, 1),
                rounds,
                () -> {
                  long began = System.nanoTime();
                  making.make(runs);
                  ends.await("plain");
                  return System.nanoTime() - began;
                },
                () -> {
                  long began = System.nanoTime();
                  concurrently(runs, floor::request);
                  var _ = StoreRuns.atOnce(store, ServedFlows.plain(), runs);
                  return System.nanoTime() - began;
                });
        measurement.figure(
            "%,d runs of one task%s".formatted(runs, name),
            "ms",
            FLOOR,
            List.of(Figure.Part.atMost("", sample.median(), GOAL).over(sample.medianOfFloor())));
      }
    }

    void oneByOne(int runs) throws Exception {
      concurrently(
          runs,
          () -> {
            String _ = Starts.make(client, "plain", 1);
          });
    }

    void inRequests(int runs) throws Exception {
      concurrently(runs / FIELDS, () -> make("plain"));
    }

    /** Makes runs that wait. */
    void fill(String flow, int runs) throws Exception {
      concurrently(runs / FIELDS, () -> make(flow));
    }

    private void make(String flow) {
      String fields =
          IntStream.range(0, FIELDS)
              .mapToObj(i -> "r%d: createRun(flow: \"%s\") { id }".formatted(i, flow))
              .collect(Collectors.joining(" "));
      change(fields);
    }

    @Override
    public void close() throws IOException, SQLException {
      floor.close();
      ends.close();
      client.close();
      deployment.close();
    }
  }

  private static void concurrently(int times, Runnable request) throws Exception {
    try (ExecutorService callers =
        Executors.newFixedThreadPool(CALLERS, Thread.ofPlatform().daemon().factory())) {
      List<Future<?>> all = new ArrayList<>(times);
      for (int i = 0; i < times; i++) {
        all.add(callers.submit(request));
      }
      for (Future<?> each : all) {
        var _ = each.get();
      }
    }
  }
}
