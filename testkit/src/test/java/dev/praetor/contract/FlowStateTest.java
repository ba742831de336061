package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.RunFailed;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.testkit.FlowTester;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowStateTest {
  static int boom() {
    throw new IllegalStateException("boom");
  }

  static int work() {
    return 1;
  }

  static void clean() {}

  @Test
  void the_terminal_nodes_decide_unless_others_are_named() {
    Flow<Integer> byTerminal =
        Flow.define(
            "f",
            f -> {
              Node<Integer> failed = Task.of(FlowStateTest::boom).call();
              return Task.of(FlowStateTest::work)
                  .trigger(Trigger.ALL_FINISHED)
                  .call()
                  .after(failed);
            });
    FlowTester.of(byTerminal).run().ended(SUCCESS);
    Flow<Integer> byName =
        Flow.define(
            "f",
            f -> {
              Node<Integer> failed = Task.of(FlowStateTest::boom).call();
              f.decidedBy(failed);
              return Task.of(FlowStateTest::work)
                  .trigger(Trigger.ALL_FINISHED)
                  .call()
                  .after(failed);
            });
    assertThat(FlowTester.of(byName).run().ended(FAILED).state().message())
        .contains("boom is Failed");
  }

  @Test
  void constants_and_parameters_never_decide_and_a_view_stands_for_the_node_behind_it() {
    FlowTester.of(Flow.define("f", f -> value(1))).run().ended(SUCCESS);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> failed = Task.of(FlowStateTest::boom).call();
              f.decidedBy(each(dev.praetor.Praetor.list(failed)).collect());
              Task.of(FlowStateTest::clean).trigger(Trigger.ALL_FINISHED).call().after(failed);
              return value(1);
            });
    FlowTester.of(flow).run().ended(FAILED);
  }

  private static int late() {
    throw new IllegalStateException("late");
  }

  @Test
  void the_reason_names_the_task_runs_that_failed_of_themselves_not_what_followed() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> first = Task.of(FlowStateTest::boom).named("first").call();
              Node<Integer> second = Task.of(FlowStateTest::boom).named("second").call();
              Node<Integer> third = Task.of("third", Integer.class, FlowStateTest::late).call();
              var sum =
                  Task.of("sum", Integer.class, (List<Integer> all) -> all.size())
                      .call(list(first, second, third));
              return Task.of("report", Integer.class, (Integer x) -> x).call(sum);
            });
    assertThat(FlowTester.of(flow).run().ended(FAILED).state().message())
        .startsWith("first and second are Failed: ")
        .endsWith("; third is Failed: IllegalStateException: late")
        .doesNotContain("report", "sum", "trigger");
  }

  @Test
  void a_value_that_is_not_there_names_the_line_of_code_that_failed() {
    Flow<Integer> flow =
        Flow.define("f", _ -> Task.of("late", Integer.class, FlowStateTest::late).call());
    assertThatThrownBy(() -> flow.run().value())
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("late: IllegalStateException: late\n    at ")
        .hasMessageContaining("FlowStateTest.late(FlowStateTest.java:");
  }

  @Test
  void a_map_that_follows_a_failed_child_is_not_a_reason() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var parsed =
                  Task.of("parse", Integer.class, (Integer x) -> x == 2 ? late() : x)
                      .map(each(value(List.of(1, 2, 3))));
              return Task.of("store", Integer.class, (Integer x) -> x).map(parsed).collect();
            });
    assertThat(FlowTester.of(flow).run().ended(FAILED).state().message())
        .isEqualTo("parse is Failed: 1 of 3 children failed: [1] IllegalStateException: late");
  }

  @Test
  void a_trigger_that_does_not_hold_although_all_succeeded_is_the_reason_itself() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of("alarm", Integer.class, () -> 1)
                    .trigger(Trigger.ANY_FAILED)
                    .call()
                    .after(Task.of("fine", Integer.class, () -> 1).call()));
    assertThat(FlowTester.of(flow).run().ended(FAILED).state().message())
        .startsWith("alarm is TriggerFailed: ");
  }

  @Test
  void the_value_of_the_flow_is_that_of_the_node_its_definition_returns() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("twice", Integer.class, (Integer x) -> 2 * x)
                    .map(each(value(List.of(1, 2))))
                    .collect());
    assertThat(FlowTester.of(flow).run().value()).containsExactly(2, 4);
  }

  @Test
  void a_failure_that_a_clean_up_task_would_hide_is_a_warning_with_the_fix() {
    Flow<Integer> hidden =
        Flow.define(
            "f",
            f -> {
              Node<Integer> work = Task.of(FlowStateTest::boom).call();
              Task.of(FlowStateTest::clean).trigger(Trigger.ALL_FINISHED).call().after(work);
              return work;
            });
    assertThat(hidden.warnings()).hasSize(1);
    assertThat(hidden.warnings().getFirst().toString())
        .contains("f/boom", "hidden", "clean", "flow.decidedBy(boom)");
    Flow<Integer> named =
        Flow.define(
            "f",
            f -> {
              Node<Integer> work = Task.of(FlowStateTest::boom).call();
              Task.of(FlowStateTest::clean).trigger(Trigger.ALL_FINISHED).call().after(work);
              f.decidedBy(work);
              return work;
            });
    assertThat(named.warnings()).isEmpty();
  }
}
