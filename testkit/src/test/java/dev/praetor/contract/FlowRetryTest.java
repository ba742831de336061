package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The retry of a flow obeys its policy. */
class FlowRetryTest {
  static final class Lost extends IOException {
    private static final long serialVersionUID = 1;
  }

  private final AtomicInteger calls = new AtomicInteger();

  private Flow<Integer> failing(Supplier<Throwable> thrown) {
    return single(
        task(() -> {
          calls.incrementAndGet();
          switch (thrown.get()) {
            case Exception exception -> throw exception;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
          }
        }));
  }

  private int callsOf(Flow<Integer> flow) {
    calls.set(0);
    FlowTester.of(flow).run().ended(FAILED);
    return calls.get();
  }

  @Test
  void only_failures_of_the_named_types_are_retried() {
    Retry onIo = Retry.times(3).on(IOException.class);
    assertThat(callsOf(failing(Lost::new).retry(onIo))).isEqualTo(4);
    assertThat(callsOf(failing(IllegalStateException::new).retry(onIo))).isEqualTo(1);
  }

  @Test
  void only_failures_that_meet_the_condition_are_retried() {
    Retry lost = Retry.times(2).when(failure -> failure.message().equals("lost"));
    assertThat(callsOf(failing(() -> new IOException("lost")).retry(lost))).isEqualTo(3);
    assertThat(callsOf(failing(() -> new IOException("gone")).retry(lost))).isEqualTo(1);
  }

  @Test
  void a_condition_that_throws_means_no_retry() {
    Retry broken =
        Retry.times(2)
            .when(failure -> {
              throw new AssertionError("broken");
            });
    assertThat(callsOf(failing(IOException::new).retry(broken))).isEqualTo(1);
  }

  @Test
  void a_permanent_failure_is_not_retried() {
    assertThat(callsOf(failing(() -> Signal.fail("no").permanently()).retry(Retry.times(2))))
        .isEqualTo(1);
    assertThat(callsOf(failing(() -> Signal.fail("no")).retry(Retry.times(2)))).isEqualTo(3);
    Flow<Integer> inner = failing(() -> Signal.fail("no").permanently());
    assertThat(callsOf(Flow.<Integer>define("g", g -> g.run(inner)).retry(Retry.times(2))))
        .isEqualTo(1);
  }

  @Test
  void what_a_person_refused_is_not_asked_again() throws Exception {
    Flow<Void> flow = Flow.<Void>define("f", f -> f.approval("go?")).retry(Retry.times(3));
    var started = FlowTester.of(flow).start();
    started.events().await("approval", PAUSED);
    assertThat(started.run().refuse("approval", "Ann", "no")).isTrue();
    started.finish().ended(FAILED);
    assertThat(started.events().all()).containsOnlyOnce("approval Paused");
  }

  @Test
  void the_delays_of_the_policy_are_kept_one_after_the_other() {
    SettableClock clock = SettableClock.at(Instant.parse("2026-01-05T08:00:00Z"));
    List<Instant> begun = new ArrayList<>();
    Flow<Integer> flow =
        single(
                task(() -> {
                  begun.add(clock.instant());
                  if (begun.size() < 4) {
                    throw new IOException("lost");
                  }
                  return 1;
                }))
            .retry(Retry.times(3).after(Duration.ofMinutes(1), Duration.ofMinutes(5)));
    FlowTester.of(flow).clock(clock).run().ended(SUCCESS);
    assertThat(begun)
        .extracting(time -> Duration.between(begun.getFirst(), time))
        .containsExactly(
            Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(6), Duration.ofMinutes(11));
  }
}
