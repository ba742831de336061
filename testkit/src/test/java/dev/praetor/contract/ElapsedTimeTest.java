package dev.praetor.contract;

import static dev.praetor.StateType.RETRYING;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SCHEDULED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.Transition;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock on the wall is adjusted while a run is in progress. */
class ElapsedTimeTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.manual(START);
  private final CountDownLatch release = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(ints = {-3600, -120, 120, 3600})
  void a_timeout_is_a_length_of_time_whatever_the_clock_says(int seconds) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    var hangs =
        task(() -> {
          begun.countDown();
          return SmallFlows.hang();
        });
    var started = FlowTester.of(single(hangs.timeout(MINUTE))).clock(clock).start();
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
    clock.adjust(Duration.ofSeconds(seconds));
    clock.advance(MINUTE.minusSeconds(1));
    assertThat(started.events().all()).doesNotContain("t TimedOut");
    clock.advance(Duration.ofSeconds(1));
    started.finish().ended("t", TIMED_OUT);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3600, 3600})
  void a_retry_delay_is_a_length_of_time_whatever_the_clock_says(int seconds) throws Exception {
    var flaky =
        task(
                () -> {
                  if (TaskContext.current().attempt() == 1) {
                    throw new IllegalStateException("once");
                  }
                  return 1;
                })
            .retry(Retry.times(1).every(MINUTE));
    var started = FlowTester.of(single(flaky)).clock(clock).start();
    started.events().await("t", RETRYING);
    clock.adjust(Duration.ofSeconds(seconds));
    clock.advance(MINUTE.minusSeconds(1));
    assertThat(started.events().all()).doesNotContain("t Success");
    clock.advance(Duration.ofSeconds(1));
    started.finish().ended(SUCCESS).took("t", 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3600, 3600})
  void a_sleep_and_a_timeout_of_a_flow_are_lengths_of_time(int seconds) throws Exception {
    Flow<Void> sleeps = Flow.<Void>define("f", f -> f.sleep(MINUTE));
    var started = FlowTester.of(sleeps.timeout(MINUTE.plusSeconds(5))).clock(clock).start();
    started.events().await("sleep", SCHEDULED);
    clock.adjust(Duration.ofSeconds(seconds));
    clock.advance(MINUTE.minusSeconds(1));
    assertThat(started.events().all()).doesNotContain("sleep Success", "flow Cancelling");
    clock.advance(Duration.ofSeconds(1));
    started.finish().ended(SUCCESS);
  }

  @Test
  void a_wait_until_a_date_ends_when_the_clock_says_that_date() throws Exception {
    Flow<Void> waits = Flow.<Void>define("f", f -> f.waitUntil(START.plus(Duration.ofHours(1))));
    var started = FlowTester.of(waits).clock(clock).start();
    started.events().await("wait_until", SCHEDULED);
    clock.adjust(Duration.ofMinutes(-30));
    clock.advance(Duration.ofHours(1));
    assertThat(started.events().all()).doesNotContain("wait_until Success");
    clock.adjust(Duration.ofMinutes(30));
    started.finish().ended(SUCCESS);
  }

  @Test
  void the_recorded_times_of_a_run_never_decrease_when_the_clock_goes_back() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of("second", Integer.class, (Integer x) -> x)
                    .call(
                        Task.of("first", Integer.class, () -> SmallFlows.ignoreInterrupts(release))
                            .call()));
    var started = FlowTester.of(flow).clock(clock).start();
    started.events().await("first", RUNNING);
    clock.adjust(Duration.ofHours(1));
    clock.adjust(Duration.ofHours(-2));
    clock.advance(Duration.ofSeconds(1));
    release.countDown();
    TestRun<Integer> run = started.finish().ended(SUCCESS);
    List<Instant> times =
        List.of("first", "second").stream()
            .flatMap(node -> run.taskRun(node).history().stream().skip(1))
            .map(Transition::state)
            .map(state -> state.time())
            .toList();
    assertThat(times).isSorted().allMatch(time -> !time.isBefore(START));
    assertThat(run.state().time()).isAfterOrEqualTo(times.getLast());
  }
}
