package dev.praetor.contract;

import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WaitTest {
  static String work() {
    return "work";
  }

  @Test
  void sleep_and_wait_until_are_timers_that_hold_no_thread() {
    Instant target = Instant.parse("2026-01-07T12:00:00Z");
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              var slept = f.sleep(Duration.ofHours(5));
              var waited = f.waitUntil(target).after(slept);
              return Task.of(WaitTest::work).call().after(waited);
            });
    SettableClock clock = SettableClock.at(Instant.parse("2026-01-05T08:00:00Z"));
    TestRun<String> run = FlowTester.of(flow).clock(clock).run().ended(SUCCESS);
    assertThat(clock.instant()).isEqualTo(target);
    assertThat(run.taskRun("sleep").history())
        .anyMatch(t ->
            t.state() instanceof State.Scheduled s
                && s.at().equals(Instant.parse("2026-01-05T13:00:00Z")));
  }

  @Test
  void a_time_that_has_passed_is_not_waited_for_and_one_a_task_gives_is() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                Task.of(WaitTest::work)
                    .call()
                    .after(
                        f.waitUntil(Instant.EPOCH),
                        f.waitUntil(
                            Task.of(
                                    "soon",
                                    Instant.class,
                                    () -> Instant.parse("2026-01-05T09:00:00Z"))
                                .call())));
    FlowTester<String> tester = FlowTester.of(flow);
    tester.run().ended(SUCCESS);
    assertThat(tester.clock().instant()).isEqualTo("2026-01-05T09:00:00Z");
  }
}
