package dev.praetor.testkit;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.MAPPED;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SCHEDULED;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.Secret;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class TestKitTest {
  static String load(String page) {
    throw new IllegalStateException("no network for " + page);
  }

  static int length(String text) {
    return text.length() + Secret.named("SALT").get().length();
  }

  private static Flow<Integer> pages() {
    return Flow.define(
        "pages",
        f -> {
          Node<String> text =
              Task.of(TestKitTest::load)
                  .retry(Retry.times(1).every(Duration.ofHours(1)))
                  .call(f.parameter("page", "index"));
          return Task.of(TestKitTest::length).secrets("SALT").call(text);
        });
  }

  @Test
  void a_task_is_replaced_and_a_secret_supplied() {
    // @start region="tester"
    FlowTester.of(pages())
        .replace("load", "some text")
        .secret("SALT", "pepper")
        .run(with("page", "news"))
        .ended(SUCCESS)
        .ended("length", SUCCESS)
        .happened("load", SUCCESS, "length", RUNNING);
    // @end
  }

  @Test
  void a_retry_in_an_hour_takes_no_time() {
    // @start region="clock"
    SettableClock clock = SettableClock.at(Instant.parse("2026-01-05T08:00:00Z"));
    FlowTester.of(pages()).clock(clock).run().ended(FAILED).took("load", 2);
    assertThat(clock.instant()).isEqualTo("2026-01-05T09:00:00Z");
    // @end
  }

  @Test
  void a_manual_clock_does_not_delay_events_that_are_due() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f", f -> Task.of(TestKitTest::flaky).retry(Retry.times(1)).call(f.parameter("n", 1)));
    Instant start = Instant.parse("2026-01-05T08:00:00Z");
    SettableClock clock = SettableClock.manual(start);
    FlowTester.of(flow).clock(clock).start().finish().ended(SUCCESS).took("flaky", 2);
    assertThat(clock.instant()).isEqualTo(start);
  }

  @Test
  void a_manual_clock_jumps_to_a_date_and_never_back() throws Exception {
    Instant start = Instant.parse("2026-01-05T08:00:00Z");
    Instant evening = Instant.parse("2026-01-05T18:00:00Z");
    SettableClock clock = SettableClock.manual(start);
    var started = FlowTester.of(Flow.define("f", f -> f.waitUntil(evening))).clock(clock).start();
    started.events().await("wait_until", SCHEDULED);
    clock.jumpTo(evening);
    started.finish().ended(SUCCESS);
    assertThat(clock.instant()).isEqualTo(evening);
    assertThatThrownBy(() -> clock.jumpTo(start)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int flaky(int x) {
    if (TaskContext.current().attempt() == 1) {
      throw new IllegalStateException("not yet");
    }
    return x;
  }

  // @start region="extension"
  @Test
  @ExtendWith(PraetorExtension.class)
  void each_test_gets_a_clock_of_its_own(SettableClock clock) {
    FlowTester.of(pages()).clock(clock).run().ended(FAILED);
    assertThat(clock.instant()).isEqualTo("2026-01-05T09:00:00Z");
  }

  // @end

  @Test
  void on_request_the_first_exception_is_thrown_as_it_is_with_its_own_stack() {
    assertThatThrownBy(() -> FlowTester.of(pages()).rethrow().run())
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("no network for index")
        .satisfies(
            thrown -> assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("load"));
  }

  @Test
  void a_failing_assertion_names_the_actual_state() {
    TestRun<Integer> run = FlowTester.of(pages()).run();
    assertThatThrownBy(() -> run.ended("load", SUCCESS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("load is Failed", "no network");
    assertThatThrownBy(() -> run.took("load", 7)).hasMessageContaining("took 2 attempts");
  }

  @Test
  void states_are_given_as_types_or_by_name() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("odd", Integer.class, (Integer x) -> x % 2 == 1 ? x : skip(x))
                    .map(each(value(List.of(1, 2))))
                    .collect());
    FlowTester.of(flow)
        .run()
        .ended(SUCCESS)
        .ended("odd", SUCCESS)
        .ended("odd", "Success")
        .ended("odd", 1, SKIPPED)
        .ended("odd", 1, "Skipped")
        .childrenEnded("odd", SUCCESS, SKIPPED)
        .childrenEnded("odd", "Success", "Skipped")
        .happened("odd", MAPPED, "odd[1]", SKIPPED)
        .happened("odd Mapped", "odd[1] Skipped");
  }

  private static int skip(int x) {
    throw Signal.skip(x + " is even");
  }

  @Test
  void a_name_that_is_no_state_is_refused_immediately_with_the_existing_names() {
    TestRun<Integer> run = FlowTester.of(pages()).run();
    List<ThrowingCallable> uses =
        List.of(
            () -> run.ended("Succes"),
            () -> run.ended("load", "Succes"),
            () -> run.childrenEnded("load", "Succes"),
            () -> run.happened("load Running", "load Succes"),
            () -> new Events().await("load Succes"),
            () -> new Events().awaitCount("] Succes", 2));
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there is no state called 'Succes'; the states are Pending, ");
    }
  }

  @Test
  void a_task_is_made_to_fail() {
    FlowTester.of(pages())
        .fail("load", new IOException("no disk"))
        .run()
        .ended(FAILED)
        .took("load", 2)
        .says("load", "no disk")
        .ended("length", TRIGGER_FAILED);
  }

  @Test
  void replacing_an_unknown_node_names_the_existing_nodes() {
    assertThatThrownBy(() -> FlowTester.of(pages()).replace("lode", ""))
        .hasMessageContainingAll("lode", "load", "length");
  }

  @Test
  void a_flow_that_waits_for_an_approval_fails_at_once_and_names_start() {
    Flow<Void> flow = Flow.<Void>define("f", f -> f.approval("Publish?"));
    assertThatThrownBy(() -> FlowTester.of(flow).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'approval' waits for an approval", "use start()");
  }

  @Test
  void an_approval_with_a_deadline_is_refused_when_its_time_has_come() {
    Flow<Void> flow = Flow.<Void>define("f", f -> f.approval("Publish?", Duration.ofHours(1)));
    FlowTester.of(flow).run().ended(FAILED).says("approval", "nobody approved it");
  }

  @Test
  void nodes_that_run_no_task_are_replaced_too() {
    Flow<Integer> inner =
        Flow.define(
            "inner",
            f ->
                Task.of("never", Integer.class, (Integer x) -> x)
                    .call(f.parameter("n", Integer.class)));
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var approved = f.approval("Publish?");
              var ran = f.run(inner, with("n", value(20))).after(approved);
              return Task.of("plus", Integer.class, (Integer x) -> x + 1).call(ran);
            });
    var run =
        FlowTester.of(flow)
            .replace("approval", null)
            .replaceWith("inner", arguments -> 2 * (Integer) arguments.getFirst())
            .run();
    assertThat(run.value()).isEqualTo(41);
    FlowTester.of(flow)
        .replace("approval", null)
        .fail("inner", new IllegalStateException("down"))
        .run()
        .ended("inner", FAILED);
  }
}
