package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.forEach;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForEachTest {
  static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};

  static int plus(int a, int b) {
    return a + b;
  }

  static int total(List<Integer> xs) {
    return xs.stream().mapToInt(x -> x).sum();
  }

  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  @Test
  void map_inside_map_through_for_each() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Parameter<List<Integer>> widths = f.parameter("widths", INTS);
              return f.<Integer, Integer>forEach(
                      each(widths),
                      width -> {
                        var inner =
                            Task.of(ForEachTest::plus)
                                .map(each(Task.of(ForEachTest::upTo).call(width)), width);
                        return Task.of(ForEachTest::total).call(inner.collect());
                      })
                  .collect();
            });
    TestRun<List<Integer>> run =
        FlowTester.of(flow).run(with("widths", List.of(2, 0, 3))).ended(SUCCESS);
    assertThat(run.value()).containsExactly(0 + 1 + 4, 0, 0 + 1 + 2 + 9);
    assertThat(run.taskRuns("plus")).hasSize(3);
    assertThat(run.taskRuns("plus[2]")).extracting(r -> r.value()).containsExactly(3, 4, 5);
    assertThat(run.taskRun("plus[0]", 1).path()).isEqualTo("plus[0][1]");
  }

  @Test
  void in_for_each_a_failure_costs_its_own_element_only_and_branches_are_taken_for_each() {
    Flow<List<String>> flow =
        Flow.define(
            "f",
            f ->
                f.<Integer, String>forEach(
                        each(value(List.of(1, 2, 3, 4))),
                        x -> {
                          Node<Integer> checked =
                              Task.of(
                                      "check",
                                      Integer.class,
                                      (Integer n) -> {
                                        if (n == 3) {
                                          throw new IllegalStateException("three");
                                        }
                                        return n;
                                      })
                                  .call(x);
                          Node<Boolean> even =
                              Task.of("even", Boolean.class, (Integer n) -> n % 2 == 0)
                                  .call(checked);
                          return f.<String>when(
                                  even,
                                  () ->
                                      Task.of("yes", String.class, (Integer n) -> n + " even")
                                          .call(checked))
                              .otherwise(() ->
                                  Task.of("no", String.class, (Integer n) -> n + " odd")
                                      .call(checked));
                        })
                    .collect());
    TestRun<List<String>> run = FlowTester.of(flow).run().ended(FAILED);
    run.childrenEnded("yes", SKIPPED, SUCCESS, TRIGGER_FAILED, SUCCESS)
        .childrenEnded("no", SUCCESS, SKIPPED, TRIGGER_FAILED, SKIPPED)
        .childrenEnded("merge", SUCCESS, SUCCESS, TRIGGER_FAILED, SUCCESS);
    assertThat(run.taskRun("merge", 1).value()).isEqualTo("2 even");
  }

  @Test
  void a_task_without_upstream_inside_for_each_runs_once_for_each_element() {
    AtomicInteger calls = new AtomicInteger();
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                f.<Integer, Integer>forEach(
                        each(value(List.of(1, 2, 3))),
                        x -> Task.of("count", Integer.class, calls::incrementAndGet).call())
                    .collect());
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(calls.get()).isEqualTo(3);
  }

  @Test
  void a_helper_that_has_no_builder_at_hand_uses_the_one_of_the_definition() {
    Flow<List<Integer>> flow =
        Flow.define("f", f -> doubledAndSummed(each(value(List.of(1, 2)))).collect());
    assertThat(FlowTester.of(flow).run().value()).containsExactly(3, 5);
    assertThatThrownBy(() -> doubledAndSummed(each(value(List.of(1)))))
        .hasMessageContaining("forEach(…) is used outside a flow");
  }

  private static Mapped<Integer> doubledAndSummed(Mapped<Integer> elements) {
    return forEach(
        elements,
        x -> Task.of(ForEachTest::plus).call(Task.of(ForEachTest::plus).call(x, x), value(1)));
  }

  @Test
  void the_counts_of_a_run_are_of_task_runs_at_any_depth() {
    Flow<List<List<Integer>>> flow =
        Flow.define(
            "f",
            f ->
                f.<List<Integer>, List<Integer>>forEach(
                        each(value(List.of(List.of(1, 2, 3), List.of(4, 5)))),
                        row ->
                            Task.of("twice", Integer.class, (Integer x) -> 2 * x)
                                .map(each(row))
                                .collect())
                    .collect());
    FinishedRun run = (FinishedRun) (FlowResult<?>) flow.run();
    assertThat(run.counts().get(StateType.SUCCESS)).isGreaterThanOrEqualTo(5);
    assertThat(run.taskRuns("twice")).hasSize(2);
  }
}
