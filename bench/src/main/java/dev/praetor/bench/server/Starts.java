package dev.praetor.bench.server;

import dev.praetor.client.PraetorClient;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The way of a run from the request that makes it, or an order that cancels it, to its code. */
final class Starts {
  private static final double GOAL_CANCEL = 100;
  private static final String MAKE =
      "mutation ($flow: String!, $n: JSON) { createRun(flow: $flow, parameters: $n) { id } }";
  private static final String CANCEL = "mutation ($id: ID!) { cancelRun(id: $id) { id } }";

  private Starts() {}

  /** Measures the time from the request for a run until its code says that it has begun. */
  static void begin(Measurement measurement) throws Exception {
    for (Workers workers : Workers.values()) {
      try (Deployment deployment = measurement.deployment();
          Floor floor = Floor.on(measurement.kind());
          PraetorClient client = deployment.client(workers.start(deployment))) {
        deployment.database().settle();
        Sample sample =
            Sample.of(
                measurement.times(300, 2),
                measurement.times(1_000, 5),
                () -> begin(deployment, client),
                floor::nanos);
        measurement.figure(
            "a request for a run, until its code runs, " + workers.words(),
            "ms",
            Floor.WORDS,
            workers.percentiles(sample));
      }
    }
  }

  /** Makes a run, and returns the time until its code has begun. */
  static long begin(Deployment deployment, PraetorClient client) throws Exception {
    long sent = System.nanoTime();
    String _ = make(client, "began", 1);
    return deployment.beacon().next("began").nanos() - sent;
  }

  /** Makes runs one after the other, so that there is a runner and it is warm. */
  static void warm(Deployment deployment, Started server, int runs) throws Exception {
    try (PraetorClient client = deployment.client(server)) {
      for (int i = 0; i < runs; i++) {
        long _ = begin(deployment, client);
      }
    }
  }

  /** Measures the time from the request for a cancellation until the code of the run sees it. */
  static void cancel(Measurement measurement) throws Exception {
    for (Workers workers : Workers.values()) {
      try (Deployment deployment = measurement.deployment();
          Floor floor = Floor.on(measurement.kind());
          PraetorClient client = deployment.client(workers.start(deployment))) {
        Sample sample =
            Sample.of(
                measurement.times(30, 1),
                measurement.times(200, 3),
                () -> cancel(deployment, client),
                floor::nanos);
        measurement.figure(
            "a request for a cancellation, until code sees it, " + workers.words(),
            "ms",
            Floor.WORDS,
            sample.percentiles(GOAL_CANCEL));
      }
    }
  }

  private static long cancel(Deployment deployment, PraetorClient client) throws Exception {
    String run = make(client, "held", 1);
    Beacon.Heard _ = deployment.beacon().next("holds");
    long sent = System.nanoTime();
    JsonNode _ = Answers.data(client.query(CANCEL, Map.of("id", run)));
    return deployment.beacon().next("cancelled").nanos() - sent;
  }

  /** Makes a run of a flow with a number, and returns its id. */
  static String make(PraetorClient client, String flow, int n) {
    JsonNode answer = client.query(MAKE, Map.of("flow", flow, "n", Map.of("n", n)));
    return Answers.data(answer).path("createRun").path("id").asString();
  }
}
