package dev.praetor.contract;

import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.failing;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.Trigger;
import dev.praetor.testkit.FlowTester;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  static String tell(Outcome<Integer> outcome) {
    return switch (outcome) {
      case Outcome.Success<Integer> success -> "value " + success.value();
      case Outcome.Skipped<Integer> skipped -> "skipped: " + skipped.message();
      case Outcome.Failed<Integer> failed -> "failed: " + failed.failure().message();
      case Outcome.Cancelled<Integer> cancelled -> "cancelled: " + cancelled.message();
    };
  }

  private static Flow<String> telling(Task0<Integer> upstream) {
    return Flow.define(
        "f",
        f -> {
          Node<String> described = Task.of(OutcomeTest::tell).call(upstream.call().outcome());
          f.decidedBy(described);
          return described;
        });
  }

  @Test
  void a_task_that_takes_an_outcome_runs_however_its_upstream_ended() {
    assertThat(FlowTester.of(telling(task(() -> 7))).run().value()).isEqualTo("value 7");
    assertThat(FlowTester.of(telling(failing(() -> Signal.skip("not today")))).run().value())
        .isEqualTo("skipped: not today");
    assertThat(
            FlowTester.of(telling(failing(() -> new IllegalStateException("broken"))))
                .run()
                .value())
        .isEqualTo("failed: broken");
  }

  @Test
  void an_upstream_that_may_not_run_is_a_failed_outcome_too() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> failed = failing(() -> new IllegalStateException("broken")).call();
              Node<Integer> next = Task.of("next", Integer.class, (Integer x) -> x).call(failed);
              Node<String> described = Task.of(OutcomeTest::tell).call(next.outcome());
              f.decidedBy(described);
              return described;
            });
    assertThat(FlowTester.of(flow).run().ended(SUCCESS).value()).contains("failed: ", "t (Failed)");
  }

  @Test
  void clean_up_of_a_run_that_is_cancelled_gets_a_cancelled_outcome() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> hang = Task.of(SmallFlows::hang).call();
              Task.of(OutcomeTest::tell).trigger(Trigger.ALL_FINISHED).call(hang.outcome());
              return hang;
            });
    var started = FlowTester.of(flow).start();
    started.events().await("hang", RUNNING);
    started.run().cancel("enough");
    var run = started.finish().ended(CANCELLED).ended("hang", CANCELLED).ended("tell", SUCCESS);
    assertThat(run.taskRun("tell").value()).isEqualTo("cancelled: enough");
  }

  @Test
  void outcomes_of_a_constant_and_of_a_part_of_a_value_are_successes() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> size = value(List.of(1, 2, 3)).select(List::size);
              return Task.of(OutcomeTest::tell).call(size.outcome());
            });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo("value 3");
  }
}
