package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.RunFailed;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import dev.praetor.testkit.TestRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final AtomicInteger calls = new AtomicInteger();

  int failsTwice() {
    if (calls.incrementAndGet() <= 2) {
      throw new IllegalStateException("call " + calls.get());
    }
    return calls.get();
  }

  int alwaysFails() {
    calls.incrementAndGet();
    throw new IllegalStateException("always");
  }

  private FlowTester<Integer> failing(Retry retry) {
    return FlowTester.of(single(Task.of(this::alwaysFails).retry(retry)));
  }

  @Test
  void a_failed_attempt_is_retried_after_its_delay_and_keeps_the_failure_that_caused_it() {
    FlowTester<Integer> tester =
        FlowTester.of(
            single(Task.of(this::failsTwice).retry(Retry.times(2).every(Duration.ofHours(1)))));
    Instant began = tester.clock().instant();
    TestRun<Integer> run = tester.run().ended(SUCCESS).took("fails_twice", 3);
    assertThat(run.value()).isEqualTo(3);
    assertThat(tester.clock().instant()).isEqualTo(began.plus(Duration.ofHours(2)));
    List<String> names =
        run.taskRun("fails_twice").history().stream().map(t -> t.state().name()).toList();
    assertThat(names)
        .containsExactly(
            "Pending", "Running", "Retrying", "Running", "Retrying", "Running", "Success");
    State.Retrying retrying = (State.Retrying) run.taskRun("fails_twice").history().get(2).state();
    assertThat(retrying.cause().orElseThrow().message()).isEqualTo("call 1");
    assertThat(retrying.at()).isEqualTo(began.plus(Duration.ofHours(1)));
  }

  @Test
  void when_attempts_are_used_up_the_failure_is_final() {
    TestRun<Integer> run = failing(Retry.times(3)).run().ended(FAILED);
    run.took("always_fails", 4).says("always_fails", "always");
    assertThat(calls.get()).isEqualTo(4);
    assertThat(run.taskRun("always_fails").failure().orElseThrow().type())
        .isEqualTo("java.lang.IllegalStateException");
    assertThatThrownBy(run::value)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("always_fails: IllegalStateException: always");
  }

  @Test
  void only_failures_of_the_types_named_are_retried() {
    failing(Retry.times(3).on(IOException.class, UncheckedIOException.class))
        .run()
        .took("always_fails", 1);
    failing(Retry.times(3).on(RuntimeException.class)).run().took("always_fails", 4);
  }

  @Test
  void only_failures_for_which_the_condition_holds_are_retried() {
    failing(Retry.times(3).when(failure -> failure.message().contains("sometimes")))
        .run()
        .took("always_fails", 1);
    failing(
            Retry.times(3)
                .when(failure -> {
                  throw new IllegalStateException("bad condition");
                }))
        .run()
        .took("always_fails", 1);
  }

  @Test
  void delays_are_fixed_listed_or_doubling_up_to_a_cap() {
    Duration second = Duration.ofSeconds(1);
    assertThat(Retry.times(9).delay(4, 0.5)).isZero();
    assertThat(Retry.times(9).every(second).delay(4, 0.5)).isEqualTo(second);
    Retry listed = Retry.times(9).after(second, Duration.ofSeconds(5));
    assertThat(listed.delay(1, 0.5)).isEqualTo(second);
    assertThat(listed.delay(2, 0.5)).isEqualTo(Duration.ofSeconds(5));
    assertThat(listed.delay(7, 0.5)).isEqualTo(Duration.ofSeconds(5));
    Retry doubling = Retry.times(99).exponential(second, Duration.ofSeconds(10));
    assertThat(doubling.delay(1, 0.5)).isEqualTo(second);
    assertThat(doubling.delay(4, 0.5)).isEqualTo(Duration.ofSeconds(8));
    assertThat(doubling.delay(5, 0.5)).isEqualTo(Duration.ofSeconds(10));
    assertThat(doubling.delay(99, 0.5)).isEqualTo(Duration.ofSeconds(10));
    Retry jittered = Retry.times(9).every(Duration.ofSeconds(10)).jitter(0.2);
    assertThat(jittered.delay(1, 0)).isEqualTo(Duration.ofSeconds(8));
    assertThat(jittered.delay(1, 1)).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void a_thousand_tasks_waiting_an_hour_to_retry_hold_no_threads() throws Exception {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "flaky",
                        Integer.class,
                        (Integer x) -> {
                          threads.add(Thread.currentThread());
                          if (threads.size() <= 1000) {
                            throw new IllegalStateException("not yet");
                          }
                          return x;
                        })
                    .retry(Retry.times(1).every(Duration.ofHours(1)))
                    .map(each(value(IntStream.range(0, 1000).boxed().toList())))
                    .collect());
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    var started = FlowTester.of(flow).clock(clock).start();
    started.events().awaitCount("] Retrying", 1000);
    for (Thread thread : List.copyOf(threads)) {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(threads).hasSize(1000);
    clock.advance(Duration.ofHours(1));
    started.finish().ended(SUCCESS);
    assertThat(threads).hasSize(2000);
  }

  @Test
  void a_due_retry_waits_for_nothing_else() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of(
                      "slow",
                      Integer.class,
                      () -> {
                        release.await();
                        return 1;
                      })
                  .call();
              return Task.of(this::failsTwice)
                  .retry(Retry.times(2).every(Duration.ofMillis(10)))
                  .call();
            });
    var started = FlowTester.of(flow).start();
    started.events().await("fails_twice", SUCCESS);
    assertThat(started.events().all()).doesNotContain("slow Success");
    release.countDown();
    started.finish().ended(SUCCESS);
  }

  @Test
  void a_flow_with_retries_is_run_again_from_what_failed() {
    AtomicInteger good = new AtomicInteger();
    Flow<Integer> flow =
        Flow.<Integer>define(
                "f",
                f -> {
                  var first = Task.of("good", Integer.class, good::incrementAndGet).call();
                  return Task.of("flaky", Integer.class, (Integer x) -> failsTwice() + 10 * x)
                      .call(first);
                })
            .retry(Retry.times(2).every(Duration.ofHours(3)));
    TestRun<Integer> run = FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(run.value()).isEqualTo(13);
    assertThat(good.get()).isEqualTo(1);
  }
}
