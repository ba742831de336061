package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Outcome;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  static String describe(Outcome<Integer> outcome) {
    return switch (outcome) {
      case Outcome.Success<Integer> success -> "sent " + success.value();
      case Outcome.Skipped<Integer> skipped -> "skipped: " + skipped.message();
      case Outcome.Failed<Integer> failed -> "failed: " + failed.failure().message();
      case Outcome.Cancelled<Integer> cancelled -> "cancelled: " + cancelled.message();
    };
  }

  static List<String> describeAll(List<Outcome<Integer>> outcomes) {
    return outcomes.stream().map(OutcomesTest::describe).toList();
  }

  static int send(int x) {
    if (x == 1) {
      throw Signal.skip("nothing to send");
    }
    if (x == 2) {
      throw new IllegalStateException("no network");
    }
    return x;
  }

  @Test
  void a_task_that_takes_outcomes_sees_how_each_child_ended() {
    Flow<List<String>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(OutcomesTest::describeAll)
                    .call(
                        Task.of(OutcomesTest::send).map(each(value(List.of(0, 1, 2)))).outcomes()));
    assertThat(FlowTester.of(flow).run().ended("Success").value())
        .containsExactly("sent 0", "skipped: nothing to send", "failed: no network");
  }
}
