package dev.praetor.bench.server;

import dev.praetor.bench.BenchDatabase;
import dev.praetor.bench.Figure;
import dev.praetor.bench.StoreRuns;
import dev.praetor.client.PraetorClient;
import dev.praetor.store.RunStore;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Maps of a run of a server, compared with the engine that has the store in its own process. */
final class Maps {
  private static final double GOAL = 100;
  private static final double GOAL_PART = 0.4;
  private static final String FLOOR = "the engine straight on a store";
  private static final String MAKE =
      "mutation ($given: JSON) { createRun(flow: \"wide\", parameters: $given) { id } }";

  private Maps() {}

  /** Measures a small map in milliseconds, and a large one as a part of the engine's rate. */
  static void all(Measurement measurement) throws Exception {
    for (Workers workers : Workers.values()) {
      try (Deployment deployment = measurement.deployment();
          PraetorClient client = deployment.client(workers.start(deployment));
          RunEnds ends = new RunEnds(deployment.database().connect());
          BenchDatabase plain = measurement.kind().make();
          RunStore store = plain.open()) {
        deployment.database().settle();
        plain.settle();
        Ground ground = new Ground(client, ends, store);
        int small = measurement.times(1_000, 100);
        Sample few = ground.sample(small, measurement.times(30, 2), measurement.times(41, 1));
        measurement.figure(
            "a map of %,d, %s".formatted(small, workers.words()),
            "ms",
            FLOOR,
            List.of(Figure.Part.atMost("", few.median(), GOAL).over(few.medianOfFloor())));
        int large = measurement.times(100_000, 1_000);
        Sample many = ground.sample(large, measurement.times(2, 1), measurement.times(3, 1));
        double rate = large / many.median();
        double most = large / many.medianOfFloor();
        measurement.figure(
            "a map of %,d, %s".formatted(large, workers.words()),
            "task runs a ms, part of the floor",
            FLOOR,
            List.of(
                Figure.Part.of("", rate).over(most),
                Figure.Part.atLeast("", rate / most, GOAL_PART)));
      }
    }
  }

  private record Ground(PraetorClient client, RunEnds ends, RunStore store) {
    Sample sample(int width, int warmUp, int times) throws Exception {
      return Sample.of(
          warmUp,
          times,
          () -> {
            long began = System.nanoTime();
            JsonNode answer = client.query(MAKE, Map.of("given", Map.of("width", width)));
            String run = Answers.data(answer).path("createRun").path("id").asString();
            ends.awaitRun(run);
            long took = System.nanoTime() - began;
            if (!ends.isSuccess(run)) {
              throw new IllegalStateException("run " + run + " has failed");
            }
            return took;
          },
          () -> {
            long began = System.nanoTime();
            var _ = StoreRuns.one(store, ServedFlows.wide(width));
            return System.nanoTime() - began;
          });
    }
  }
}
