package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.RunFailed;
import dev.praetor.Signal;
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

class FailingTest {
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

  private Flow<Integer> failing(Retry retry) {
    return Flow.define("f", f -> Task.of(this::alwaysFails).retry(retry).call());
  }

  @Test
  void a_failed_attempt_is_tried_again_after_its_delay_and_keeps_the_failure_that_caused_it() {
    var flow =
        Flow.define(
            "f",
            f -> Task.of(this::failsTwice).retry(Retry.times(2).every(Duration.ofHours(1))).call());
    FlowTester<Integer> tester = FlowTester.of(flow);
    Instant began = tester.clock().instant();
    TestRun<Integer> run = tester.run().ended("Success").took("fails_twice", 3);
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
  void when_attempts_are_used_up_the_failure_stands() {
    TestRun<Integer> run = FlowTester.of(failing(Retry.times(3))).run().ended("Failed");
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
    FlowTester.of(failing(Retry.times(3).on(IOException.class, UncheckedIOException.class)))
        .run()
        .took("always_fails", 1);
    FlowTester.of(failing(Retry.times(3).on(RuntimeException.class))).run().took("always_fails", 4);
  }

  @Test
  void only_failures_for_which_the_condition_holds_are_retried() {
    FlowTester.of(failing(Retry.times(3).when(failure -> failure.message().contains("sometimes"))))
        .run()
        .took("always_fails", 1);
    FlowTester.of(
            failing(
                Retry.times(3)
                    .when(failure -> {
                      throw new IllegalStateException("bad condition");
                    })))
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
  void signal_fail_obeys_the_retry_policy_and_permanently_does_not() {
    var again =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          throw Signal.fail("for now");
                        })
                    .retry(Retry.times(2))
                    .call());
    FlowTester.of(again).run().took("t", 3).ended("t", "Failed").says("t", "for now");
    var never =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          throw Signal.fail("for good").permanently();
                        })
                    .retry(Retry.times(2))
                    .call());
    FlowTester.of(never).run().took("t", 1).ended("t", "Failed").says("t", "for good");
  }

  @Test
  void signal_retry_comes_back_at_its_time_and_counts_as_an_attempt() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          if (calls.incrementAndGet() < 3) {
                            throw Signal.retry(Duration.ofMinutes(30));
                          }
                          return calls.get();
                        })
                    .call());
    FlowTester<Integer> tester = FlowTester.of(flow);
    Instant began = tester.clock().instant();
    tester.run().ended("Success").took("t", 3);
    assertThat(tester.clock().instant()).isEqualTo(began.plus(Duration.ofHours(1)));
  }

  @Test
  void signal_retry_without_a_policy_stops_after_100_and_with_one_when_it_is_used_up() {
    var endless =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          throw Signal.retry(Duration.ofMinutes(1));
                        })
                    .call());
    FlowTester.of(endless).run().ended("Failed").took("t", 101);
    var twice =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          throw Signal.retry(Duration.ofMinutes(1));
                        })
                    .retry(Retry.times(2))
                    .call());
    FlowTester.of(twice).run().ended("Failed").took("t", 3);
  }

  @Test
  void signal_succeed_ends_with_its_value() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          throw Signal.succeed(42);
                        })
                    .call());
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(42);
  }

  @Test
  void recover_turns_the_final_failure_into_a_success_that_says_so() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(this::alwaysFails)
                    .retry(Retry.times(1))
                    .recover(failure -> failure.message().length())
                    .call());
    TestRun<Integer> run = FlowTester.of(flow).run().ended("Success").took("always_fails", 2);
    assertThat(run.value()).isEqualTo(6);
    run.says("always_fails", "recovered from IllegalStateException: always");
    var broken =
        Flow.define(
            "f",
            f ->
                Task.of(this::alwaysFails)
                    .recover(failure -> {
                      throw new IllegalArgumentException("no way back");
                    })
                    .call());
    FlowTester.of(broken).run().ended("always_fails", "Failed").says("always_fails", "no way back");
  }

  @Test
  void a_timeout_is_timed_out_at_once_though_the_code_ignores_its_interrupt() {
    CountDownLatch release = new CountDownLatch(1);
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "stubborn",
                        Integer.class,
                        () -> {
                          while (true) {
                            try {
                              release.await();
                              return 1;
                            } catch (InterruptedException ignoredOnPurpose) {
                              calls.incrementAndGet();
                            }
                          }
                        })
                    .timeout(Duration.ofMillis(50))
                    .call());
    TestRun<Integer> run = FlowTester.of(flow).run().ended("Failed").ended("stubborn", "TimedOut");
    run.says("stubborn", "took longer than PT0.05S");
    release.countDown();
    run.ended("stubborn", "TimedOut");
    assertThat(run.taskRun("stubborn").failure().orElseThrow().trace()).contains("FailingTest");
  }

  @Test
  void a_timed_out_attempt_is_retried_like_a_failure() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "slow_once",
                        Integer.class,
                        () -> {
                          if (calls.incrementAndGet() == 1) {
                            new CountDownLatch(1).await();
                          }
                          return calls.get();
                        })
                    .timeout(Duration.ofMillis(50))
                    .retry(Retry.times(1))
                    .call());
    TestRun<Integer> run = FlowTester.of(flow).run().ended("Success").took("slow_once", 2);
    assertThat(run.value()).isEqualTo(2);
  }

  /** Its message cannot be read, and it holds what no serialiser takes. */
  static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Thread held = Thread.currentThread();

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message from " + held);
    }
  }

  @Test
  void an_error_that_cannot_be_serialised_survives_as_data() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          throw new Hostile();
                        })
                    .call());
    Failure failure =
        FlowTester.of(flow).run().ended("Failed").taskRun("t").failure().orElseThrow();
    assertThat(failure.type()).isEqualTo(Hostile.class.getName());
    assertThat(failure.message()).contains("could not be read");
    assertThat(failure.trace()).contains("FailingTest");
  }

  @Test
  void an_error_of_10_000_frames_survives_as_data() {
    IllegalStateException deep = new IllegalStateException("deep");
    deep.setStackTrace(
        IntStream.range(0, 10_000)
            .mapToObj(i -> new StackTraceElement("Deep", "m" + i, "Deep.java", i))
            .toArray(StackTraceElement[]::new));
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "t",
                        Integer.class,
                        () -> {
                          throw deep;
                        })
                    .call());
    Failure failure =
        FlowTester.of(flow).run().ended("Failed").taskRun("t").failure().orElseThrow();
    assertThat(failure.trace())
        .contains("Deep.m0(", "Deep.m199(", "9700 frames left out", "Deep.m9999(");
    assertThat(failure.trace().length()).isLessThan(50_000);
  }

  @Test
  void a_stack_overflow_is_a_failure_like_any_other() {
    var flow = Flow.define("f", f -> Task.of(FailingTest::endless).call(value(0)));
    FlowTester.of(flow).run().ended("Failed").says("endless", "StackOverflowError");
  }

  static int endless(int n) {
    return n < 0 ? 0 : endless(n + 1) + 1;
  }

  @Test
  void a_chain_of_causes_is_kept_even_when_it_bites_its_tail() {
    IllegalStateException outer = new IllegalStateException("outer");
    IOException inner = new IOException("inner", outer);
    outer.initCause(inner);
    Failure failure = Failure.of(outer);
    assertThat(failure.cause().orElseThrow().message()).isEqualTo("inner");
    assertThat(failure.cause().orElseThrow().cause()).isEmpty();
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
    started.finish().ended("Success");
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
    started.events().await("fails_twice Success");
    assertThat(started.events().all()).doesNotContain("slow Success");
    release.countDown();
    started.finish().ended("Success");
  }

  @Test
  void a_flow_with_retries_is_run_again_from_what_failed() {
    AtomicInteger good = new AtomicInteger();
    Flow<Integer> flow =
        Flow.define(
                "f",
                f -> {
                  var first = Task.of("good", Integer.class, good::incrementAndGet).call();
                  return Task.of("flaky", Integer.class, (Integer x) -> failsTwice() + 10 * x)
                      .call(first);
                })
            .retry(Retry.times(2).every(Duration.ofHours(3)));
    TestRun<Integer> run = FlowTester.of(flow).run().ended("Success");
    assertThat(run.value()).isEqualTo(13);
    assertThat(good.get()).isEqualTo(1);
  }

  @Test
  void stop_at_first_failure_cancels_the_rest() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of(
                      "never_ends",
                      Integer.class,
                      () -> {
                        new CountDownLatch(1).await();
                        return 1;
                      })
                  .call();
              return Task.of(this::alwaysFails).call();
            });
    FlowTester.of(flow)
        .stopAtFirstFailure()
        .run()
        .ended("Failed")
        .ended("never_ends", "Cancelled")
        .ended("always_fails", "Failed");
  }
}
