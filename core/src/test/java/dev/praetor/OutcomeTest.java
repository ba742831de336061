package dev.praetor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTest {
  static String weather() {
    throw new IllegalStateException("no network");
  }

  // @start region="outcomes"
  static String greeting(Outcome<String> weather) {
    return switch (weather) {
      case Outcome.Success<String> success -> "Good morning! " + success.value();
      case Outcome.Failed<String> failed -> "Good morning! (" + failed.failure().message() + ")";
      case Outcome.Skipped<String> _, Outcome.Cancelled<String> _ -> "Good morning!";
    };
  }

  // @end

  @Test
  void a_task_that_takes_an_outcome_runs_after_an_upstream_that_failed() {
    Flow<String> flow =
        Flow.define(
            "greeting",
            _ ->
                Task.of(OutcomeTest::greeting)
                    .call(Task.of(OutcomeTest::weather).call().outcome()));
    assertThat(flow.run().value()).isEqualTo("Good morning! (no network)");
  }
}
