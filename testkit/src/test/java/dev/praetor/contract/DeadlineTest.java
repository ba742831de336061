package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.contract.SmallFlows.failing;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Retry;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void it_bounds_all_attempts_with_the_waits_between_them_and_is_not_retried() {
    TestRun<Integer> run =
        FlowTester.of(
                single(
                    failing(() -> new IllegalStateException("no"))
                        .retry(Retry.times(100).every(Duration.ofMinutes(25)))
                        .deadline(HOUR)))
            .run()
            .ended(FAILED)
            .ended("t", TIMED_OUT)
            .took("t", 3)
            .says("t", "its deadline of PT1H");
    Instant begin = run.taskRun("t").history().get(1).state().time();
    assertThat(Duration.between(begin, run.taskRun("t").state().time()))
        .isBetween(HOUR, HOUR.plusSeconds(5));
  }

  @Test
  void it_interrupts_the_attempt_that_is_running() throws Exception {
    SettableClock clock = SettableClock.manual(Instant.EPOCH);
    var hangs = task(SmallFlows::hang).timeout(HOUR.multipliedBy(3)).retry(Retry.times(9));
    var started = FlowTester.of(single(hangs.deadline(HOUR))).clock(clock).start();
    started.events().await("t", RUNNING);
    clock.advance(HOUR);
    started.finish().ended("t", TIMED_OUT).took("t", 1);
  }

  @Test
  void a_recovery_still_turns_it_into_a_value() {
    FlowTester.of(
            single(
                failing(() -> new IllegalStateException("no"))
                    .retry(Retry.times(100).every(HOUR))
                    .deadline(HOUR.plusMinutes(1))
                    .recover(failure -> 7)))
        .run()
        .ended(SUCCESS)
        .says("t", "recovered from");
  }

  @Test
  void it_must_be_positive() {
    assertThatThrownBy(() -> task(() -> 1).deadline(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a deadline");
  }
}
