package dev.praetor.testkit;

import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.Secret;
import dev.praetor.Task;
import java.time.Duration;
import java.time.Instant;
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
        .ended("Success")
        .ended("length", "Success")
        .happened("load Success", "length Running");
    // @end
  }

  @Test
  void a_retry_in_an_hour_takes_no_time() {
    // @start region="clock"
    SettableClock clock = SettableClock.at(Instant.parse("2026-01-05T08:00:00Z"));
    FlowTester.of(pages()).clock(clock).run().ended("Failed").took("load", 2);
    assertThat(clock.instant()).isEqualTo("2026-01-05T09:00:00Z");
    // @end
  }

  // @start region="extension"
  @Test
  @ExtendWith(PraetorExtension.class)
  void each_test_gets_a_clock_of_its_own(SettableClock clock) {
    FlowTester.of(pages()).clock(clock).run().ended("Failed");
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
  void an_assertion_that_does_not_hold_says_what_is_instead() {
    TestRun<Integer> run = FlowTester.of(pages()).run();
    assertThatThrownBy(() -> run.ended("load", "Success"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("load is Failed", "no network");
    assertThatThrownBy(() -> run.took("load", 7)).hasMessageContaining("took 2 attempts");
  }

  @Test
  void replacing_a_node_there_is_not_says_which_there_are() {
    assertThatThrownBy(() -> FlowTester.of(pages()).replace("lode", ""))
        .hasMessageContainingAll("lode", "load", "length");
  }
}
