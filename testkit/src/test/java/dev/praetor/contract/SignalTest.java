package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.failing;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.testkit.FlowTester;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignalTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void fail_obeys_the_retry_policy() {
    FlowTester.of(single(failing(() -> Signal.fail("for now")).retry(Retry.times(2))))
        .run()
        .took("t", 3)
        .ended("t", FAILED)
        .says("t", "for now");
  }

  @Test
  void fail_permanently_does_not_and_no_other_signal_is_permanent() {
    FlowTester.of(
            single(failing(() -> Signal.fail("for good").permanently()).retry(Retry.times(2))))
        .run()
        .took("t", 1)
        .ended("t", FAILED)
        .says("t", "for good");
    assertThatThrownBy(() -> Signal.skip("never").permanently())
        .hasMessageContaining("only a signal created by Signal.fail(…) can be permanent");
  }

  @Test
  void retry_comes_back_after_its_time_and_counts_as_an_attempt() {
    FlowTester<Integer> tester =
        FlowTester.of(
            single(
                task(() -> {
                  if (calls.incrementAndGet() < 3) {
                    throw Signal.retry(Duration.ofMinutes(30));
                  }
                  return calls.get();
                })));
    Instant began = tester.clock().instant();
    tester.run().ended(SUCCESS).took("t", 3);
    assertThat(tester.clock().instant()).isEqualTo(began.plus(Duration.ofHours(1)));
  }

  @Test
  void retry_at_a_moment_comes_back_then_and_at_once_if_it_has_passed() {
    Instant named = Instant.parse("2026-01-06T12:00:00Z");
    FlowTester<Integer> tester =
        FlowTester.of(
            single(
                task(() ->
                    switch (calls.incrementAndGet()) {
                      case 1 -> throw Signal.retry(named);
                      case 2 -> throw Signal.retry(Instant.EPOCH);
                      default -> calls.get();
                    })));
    tester.run().ended(SUCCESS).took("t", 3);
    assertThat(tester.clock().instant()).isEqualTo(named);
  }

  @Test
  void retry_stops_after_100_without_a_policy_and_with_one_when_it_is_used_up() {
    var again = failing(() -> Signal.retry(Duration.ofMinutes(1)));
    FlowTester.of(single(again)).run().ended(FAILED).took("t", 101);
    FlowTester.of(single(again.retry(Retry.times(2)))).run().ended(FAILED).took("t", 3);
  }

  @Test
  void succeed_ends_with_its_value() {
    assertThat(FlowTester.of(single(failing(() -> Signal.succeed(42)))).run().value())
        .isEqualTo(42);
  }
}
