package dev.praetor.bench;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures the whole system without a store, each figure with its floor in the same process. If a
 * file is given as argument, the results are written to it as JSON.
 */
public final class SystemBenchmark {
  private static final int ROUNDS = 7;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Goal HALF = new Goal.Ratio(0.5);
  private static final Goal LITTLE_OVERHEAD = new Goal.Ratio(1 / 1.15);

  private SystemBenchmark() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    List<Scenario.Result> results = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      scenario.warmUp(WARM_UP);
      Scenario.Result result = scenario.measure(ROUNDS);
      results.add(result);
      out.println(result);
    }
    if (args.length > 0) {
      ResultsFile file = ResultsFile.of("memory");
      results.forEach(result -> file.add("results", result));
      file.write(Path.of(args[0]));
    }
  }

  private static List<Scenario> scenarios() {
    Flow<Integer> flat = Flows.flat(100_000);
    Flow<Integer> narrow = Flows.flat(10_000);
    Flow<Integer> million = Flows.flat(1_000_000);
    Flow<Integer> chained = Flows.chained(1_000);
    Flow<Long> fanIn = Flows.fanIn(100_000);
    Flow<Integer> slow = Flows.chain(40, SystemBenchmark::tenMillis);
    Flow<Integer> busy = Flows.chain(10, x -> fibonacci(33) + 0 * x);
    return List.of(
        new Scenario("flat map of 100,000", 100_000, () -> Floors.flat(100_000), run(flat), HALF),
        new Scenario("map of 10,000", 10_000, () -> Floors.flat(10_000), run(narrow), HALF),
        new Scenario(
            "map of 1,000,000", 1_000_000, () -> Floors.flat(1_000_000), run(million), HALF),
        new Scenario(
            "three chained maps of 1,000", 3_000, () -> Floors.flat(3_000), run(chained), HALF),
        new Scenario("fan-in of 100,000", 100_001, () -> Floors.flat(100_000), run(fanIn), HALF),
        new Scenario(
            "40 dependent tasks of 10 ms",
            40,
            () -> Floors.chain(40, () -> tenMillis(0)),
            run(slow),
            LITTLE_OVERHEAD),
        new Scenario(
            "10 dependent tasks of fibonacci(33)",
            10,
            () -> Floors.chain(10, () -> fibonacci(33)),
            run(busy),
            LITTLE_OVERHEAD));
  }

  private static Scenario.Work run(Flow<?> flow) {
    return () -> {
      FlowResult<?> result = flow.run();
      if (!result.state().isSuccessful()) {
        throw new IllegalStateException(result.state().toString());
      }
    };
  }

  private static int tenMillis(int x) {
    try {
      boolean _ = new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return x;
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }
}
