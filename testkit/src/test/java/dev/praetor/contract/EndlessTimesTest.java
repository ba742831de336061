package dev.praetor.contract;

import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.failing;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.engine.Spans;
import dev.praetor.testkit.FlowTester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Durations and dates at the end of what can be expressed last as long as time does. */
class EndlessTimesTest {
  private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static Flow<Integer> fails(Retry retry) {
    return single(failing(() -> new IllegalStateException("no")).retry(retry));
  }

  private static Flow<Integer> throwing(Signal signal) {
    return single(failing(() -> signal));
  }

  /** Flows that wait for something that never comes. */
  static Stream<Flow<?>> waiting() {
    return Stream.of(
        fails(Retry.times(1).every(EVER)),
        fails(Retry.times(1).every(Duration.ofDays(365 * 300))),
        fails(Retry.times(1).every(Duration.ofDays(365 * 300)).jitter(0.1)),
        fails(Retry.times(1).exponential(EVER, EVER)),
        throwing(Signal.retry(EVER)),
        throwing(Signal.retry(Duration.ofDays(365_000_000))),
        throwing(Signal.retry(Instant.MAX)),
        Flow.define("f", f -> f.sleep(EVER)),
        Flow.define("f", f -> f.sleep(Duration.ofMillis(Long.MAX_VALUE))),
        Flow.define("f", f -> f.waitUntil(Instant.MAX)),
        Flow.define("f", f -> f.approval("Publish?", EVER)));
  }

  @ParameterizedTest
  @MethodSource("waiting")
  void what_waits_for_ever_waits_beside_other_tasks_until_it_is_cancelled(Flow<?> waits)
      throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "g",
            g -> {
              g.run(waits);
              return Task.of("other", Integer.class, () -> 1).call();
            });
    var started = FlowTester.of(flow).start();
    started.events().await("other", SUCCESS);
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("other", SUCCESS);
  }

  /** Flows with a limit that never comes. */
  static Stream<Flow<?>> limited() {
    return Stream.of(
        single(task(() -> 1).timeout(EVER)),
        single(task(() -> 1).deadline(EVER)),
        single(task(() -> 1)).timeout(EVER),
        single(task(() -> 1).timeout(Duration.ofMillis(Long.MAX_VALUE))),
        single(task(() -> 1).cached(Cache.byInputs().forAtMost(EVER))),
        Flow.define("f", f -> f.waitUntil(Instant.MIN)));
  }

  @ParameterizedTest
  @MethodSource("limited")
  void a_limit_for_ever_is_no_limit(Flow<?> flow) {
    FlowTester<?> tester = FlowTester.of(flow);
    tester.run().ended(SUCCESS);
    tester.run().ended(SUCCESS);
  }

  @Test
  void a_retry_without_a_time_is_refused_where_it_is_thrown() {
    Flow<Integer> flow =
        single(
            task(() -> {
              throw Signal.retry((Duration) null);
            }));
    FlowTester.of(flow).run().ended(FAILED).says("t", "Signal.retry(…) needs the time");
  }

  @Test
  void jitter_keeps_delays_that_are_too_long_to_vary() {
    Duration twoCenturies = Duration.ofDays(365 * 200);
    for (Duration delay : List.of(twoCenturies, Duration.ofDays(365 * 300), EVER)) {
      assertThat(Retry.times(1).every(delay).jitter(1).delay(1, 0.9)).isEqualTo(delay);
    }
  }

  @Test
  void arithmetic_with_times_stops_at_the_end_of_time() {
    assertThat(Spans.nanos(EVER)).isEqualTo(Spans.NEVER);
    assertThat(Spans.after(5, EVER)).isEqualTo(Spans.NEVER);
    assertThat(Spans.after(Spans.NEVER, Duration.ofNanos(1))).isEqualTo(Spans.NEVER);
    assertThat(Spans.after(Instant.EPOCH, EVER)).isEqualTo(Spans.LAST);
    assertThat(Spans.bounded(Instant.MAX)).isEqualTo(Spans.LAST);
    assertThat(Spans.micros(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Spans.micros(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    assertThat(Spans.micros(Spans.ofMicros(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    assertThat(Spans.micros(Spans.ofMicros(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(Spans.micros(Spans.ofMicros(-1))).isEqualTo(-1);
    assertThat(Spans.ofMicros(Spans.micros(Spans.LAST))).isEqualTo(Spans.LAST);
    assertThat(Spans.left(Instant.EPOCH, Instant.EPOCH.plusSeconds(9), Instant.MIN))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(Spans.left(Instant.EPOCH, Instant.EPOCH.plusSeconds(9), Instant.MAX))
        .isEqualTo(Duration.ZERO);
  }
}
