package dev.praetor.contract;

import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Secret;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
  static Step<Integer, String> countdown(int n) {
    return n == 0 ? Step.done("lift-off") : Step.next(n - 1);
  }

  @Test
  void every_iteration_of_a_loop_is_recorded_with_its_state() {
    Flow<String> flow = Flow.define("f", f -> Task.loop(LoopTest::countdown).call(value(3)));
    TestRun<String> run = FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(run.value()).isEqualTo("lift-off");
    assertThat(run.taskRun("countdown").history())
        .extracting(t -> t.state().message())
        .contains("iteration 2 with 2", "iteration 3 with 1", "iteration 4 with 0");
  }

  @Test
  void each_iteration_has_its_own_retry_budget() {
    AtomicInteger calls = new AtomicInteger();
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.<Integer, Integer>loop(
                        "flaky",
                        Integer.class,
                        (Integer n) -> {
                          if (calls.incrementAndGet() % 2 == 1) {
                            throw new IllegalStateException("every other call");
                          }
                          return n == 3 ? Step.done(n) : Step.next(n + 1);
                        })
                    .retry(Retry.times(1))
                    .call(value(0)));
    TestRun<Integer> run = FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(run.value()).isEqualTo(3);
    run.took("flaky", 8);
  }

  private static Flow<Integer> polls() {
    return Flow.define(
        "f",
        f ->
            Task.<Integer, Integer>loop(
                    "poll",
                    Integer.class,
                    (Integer n) ->
                        n == 8_640
                            ? Step.done(n)
                            : Step.<Integer, Integer>next(n + 1).after(Duration.ofSeconds(10)))
                .call(value(0)));
  }

  @Test
  void a_delay_between_iterations_passes_as_elapsed_time() {
    SettableClock clock = SettableClock.at(Instant.EPOCH);
    assertThat(FlowTester.of(polls()).clock(clock).run().value()).isEqualTo(8_640);
    assertThat(clock.instant())
        .isBetween(Instant.EPOCH.plusSeconds(86_400), Instant.EPOCH.plusSeconds(86_460));
  }

  @Test
  void a_loop_that_waits_for_its_next_iteration_is_cancelled_immediately() throws Exception {
    var started = FlowTester.of(polls()).clock(SettableClock.manual(Instant.EPOCH)).start();
    started.events().awaitCount("poll Running", 2);
    started.run().cancel("enough");
    started.finish().ended("poll", CANCELLED);
  }

  static Step<String, String> withToken(String state) {
    return state.isEmpty() ? Step.next("with " + Secret.named("TOKEN").get()) : Step.done(state);
  }

  @Test
  void a_loop_whose_state_holds_a_secret_fails_at_the_iteration_that_passes_it_on() {
    Flow<String> flow =
        Flow.define("f", f -> Task.loop(LoopTest::withToken).secrets("TOKEN").call(value("")));
    TestRun<String> run = FlowTester.of(flow).secret("TOKEN", "s3cr3t").run().ended(FAILED);
    run.says(
            "with_token",
            "with_token: iteration 1 passed a state on to iteration 2, which cannot be kept: it"
                + " holds a secret")
        .says("with_token", "Secret.named")
        .says("with_token", ".notKept()");
    Flow<String> unkept =
        Flow.define(
            "f", f -> Task.loop(LoopTest::withToken).secrets("TOKEN").notKept().call(value("")));
    FlowTester.of(unkept).secret("TOKEN", "s3cr3t").run().ended(SUCCESS);
  }

  record Nested(List<Nested> inner) {}

  static Step<Nested, Integer> deeper(Nested state) {
    Nested next = state;
    for (int i = 0; i < 2_000; i++) {
      next = new Nested(List.of(next));
    }
    return Step.next(next);
  }

  @Test
  void a_loop_whose_state_is_nested_too_deep_fails_at_the_iteration_that_passes_it_on() {
    Flow<Integer> flow =
        Flow.define("f", f -> Task.loop(LoopTest::deeper).call(value(new Nested(List.of()))));
    FlowTester.of(flow)
        .run()
        .ended(FAILED)
        .says("deeper", "iteration 1 passed a state on to iteration 2")
        .says("deeper", "nested too deep");
  }
}
