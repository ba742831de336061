package dev.praetor.server;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Parameter;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.engine.CurrentTask;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Flows whose runs the server is asked about. */
final class SomeFlows {
  private SomeFlows() {}

  private static String greet(String name) {
    CurrentTask.log(Instant.now(), "INFO", "greeting", () -> "greeting " + name);
    return "Hello " + name;
  }

  /** A flow of one task that logs a line. */
  static Flow<String> greeting() {
    return Flow.define(
        "greeting",
        flow -> {
          Parameter<String> name = flow.parameter("name", "World");
          return Task.of(SomeFlows::greet).call(name);
        });
  }

  private static int half(int n) {
    if (n % 2 == 1) {
      throw new IllegalStateException("number " + n + " is odd");
    }
    return n / 2;
  }

  private static int sum(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).sum();
  }

  /** A flow that fails: of six mapped children, three fail for the same cause. */
  static Flow<Integer> halves() {
    return Flow.define(
        "halves",
        flow -> {
          var halves = Task.of(SomeFlows::half).map(each(value(List.of(1, 2, 3, 4, 5, 6))));
          return Task.of(SomeFlows::sum).call(halves.collect());
        });
  }

  /** A flow that waits for approval. */
  static Flow<String> release() {
    return Flow.define(
        "release",
        flow ->
            Task.of("ship", String.class, () -> "shipped").call().after(flow.approval("Ship it?")));
  }

  /** A flow whose only task waits until it is let go. */
  static Flow<String> holding(CountDownLatch let) {
    return Flow.define(
        "holding",
        flow ->
            Task.of(
                    "hold",
                    String.class,
                    () -> {
                      let.await();
                      return "held";
                    })
                .call());
  }

  /** A flow with a schedule far between its times. */
  static Flow<String> nightly() {
    return Flow.define("nightly", flow -> Task.of("sweep", String.class, () -> "swept").call())
        .scheduled(Schedule.of(cron("30 3 * * *").in("Europe/Berlin")));
  }
}
