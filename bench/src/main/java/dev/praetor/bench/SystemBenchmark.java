package dev.praetor.bench;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.Task1;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The figures of the whole system that need no store, each with its floor in the same run. With a
 * file as argument the results are written there as JSON.
 */
public final class SystemBenchmark {
  private static final int ROUNDS = 7;
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private SystemBenchmark() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    List<Scenario.Result> results = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      scenario.warmUp(WARM_UP);
      Scenario.Result result = scenario.measure(ROUNDS);
      results.add(result);
      out.printf(
          "%-44s %,12.0f/s  floor %,12.0f/s  ratio %.3f  goal %.3f%n",
          result.name(),
          result.perSecond(),
          result.floorPerSecond(),
          result.ratio(),
          result.goal());
    }
    if (args.length > 0) {
      write(Path.of(args[0]), results);
      PerformancePage.write(Path.of("docs", "performance.md"), Path.of(args[0]));
    }
  }

  private static List<Scenario> scenarios() {
    List<Integer> thousand = numbers(1_000);
    List<Integer> wide = numbers(100_000);
    Flow<Integer> flat = flat(wide);
    Flow<Integer> narrow = flat(numbers(10_000));
    Flow<Integer> million = flat(numbers(1_000_000));
    Flow<Integer> chained = chained(thousand);
    Flow<Long> fanIn = fanIn(wide);
    Flow<Integer> slow = chain(40, SystemBenchmark::tenMillis);
    Flow<Integer> busy = chain(10, x -> fibonacci(33) + 0 * x);
    return List.of(
        new Scenario(
            "flat map of 100,000",
            100_000,
            timed(() -> Floors.flat(100_000)),
            timed(flat::run),
            0.25),
        new Scenario(
            "map of 10,000", 10_000, timed(() -> Floors.flat(10_000)), timed(narrow::run), 0.25),
        new Scenario(
            "map of 1,000,000",
            1_000_000,
            timed(() -> Floors.flat(1_000_000)),
            timed(million::run),
            0.25),
        new Scenario(
            "three chained maps of 1,000",
            3_000,
            timed(() -> Floors.flat(3_000)),
            timed(chained::run),
            0.25),
        new Scenario(
            "fan-in of 100,000",
            100_001,
            timed(() -> Floors.flat(100_000)),
            timed(fanIn::run),
            0.25),
        new Scenario(
            "40 dependent tasks of 10 ms",
            40,
            timed(() -> Floors.chain(40, () -> tenMillis(0))),
            timed(slow::run),
            1 / 1.15),
        new Scenario(
            "10 dependent tasks of fibonacci(33)",
            10,
            timed(() -> Floors.chain(10, () -> fibonacci(33))),
            timed(busy::run),
            1 / 1.15));
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static Flow<Integer> flat(List<Integer> list) {
    return Flow.<Integer>define(
            "flat",
            f -> {
              f.decidedBy(same("noop").map(each(value(list))));
              return value(0);
            })
        .widthLimit(list.size());
  }

  private static Task1<Integer, Integer> same(String name) {
    return Task.of(name, Integer.class, (Integer x) -> x);
  }

  private static Flow<Integer> chained(List<Integer> list) {
    return Flow.define(
        "chained",
        f -> {
          Mapped<Integer> second = same("b").map(same("a").map(each(value(list))));
          f.decidedBy(same("c").map(second));
          return value(0);
        });
  }

  private static Flow<Long> fanIn(List<Integer> list) {
    return Flow.define(
        "fan-in",
        f ->
            Task.of("sum", Long.class, (List<Integer> xs) -> xs.stream().mapToLong(x -> x).sum())
                .call(same("noop").map(each(value(list))).collect()));
  }

  private static Flow<Integer> chain(int length, dev.praetor.function.F1<Integer, Integer> body) {
    return Flow.define(
        "chain",
        f -> {
          Node<Integer> last = value(0);
          for (int i = 0; i < length; i++) {
            last = Task.of("step", Integer.class, body).call(last);
          }
          return last;
        });
  }

  private static int tenMillis(int x) {
    try {
      new java.util.concurrent.CountDownLatch(1)
          .await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return x;
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  /** Work that may throw, and says whether it went well. */
  private interface Timed {
    Object run() throws Exception;
  }

  private static LongSupplier timed(Timed work) {
    return () -> {
      long began = System.nanoTime();
      try {
        Object result = work.run();
        if (result instanceof FlowResult<?> run && !run.state().isSuccessful()) {
          throw new IllegalStateException(run.state().toString());
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return System.nanoTime() - began;
    };
  }

  private static void write(Path file, List<Scenario.Result> results) throws IOException {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("time", Instant.now().toString());
    json.put("java", Runtime.version().toString());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("maxHeapMb", Runtime.getRuntime().maxMemory() >> 20);
    ArrayNode rows = json.putArray("results");
    for (Scenario.Result result : results) {
      rows.addObject()
          .put("name", result.name())
          .put("elements", result.elements())
          .put("perSecond", Math.round(result.perSecond()))
          .put("floorPerSecond", Math.round(result.floorPerSecond()))
          .put("ratio", Math.round(result.ratio() * 1000) / 1000.0)
          .put("goal", Math.round(result.goal() * 1000) / 1000.0);
    }
    Files.writeString(file, json.toPrettyString() + "\n");
  }
}
