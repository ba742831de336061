package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.flatten;
import static dev.praetor.Praetor.forEach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.spec.FlowSpecReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The plan of a restart that is made without code is the plan that is made with it. */
class DescribedRestartTest {
  private static int plus(int a, int b) {
    return a + b;
  }

  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static int total(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).sum();
  }

  /** Compares the plans from each node, and with each parameter changed. */
  private static void compare(Flow<?> flow) {
    KilledRuns<?> run = new KilledRuns<>(flow, Timekeeper.system());
    assertThat(run.begin(Integer.MAX_VALUE)).isPresent();
    var _ = run.plan(new RestartPlan.From.Failed());
    var _ = run.plan(new RestartPlan.From.All());
    for (GraphNode node : flow.definition().graph().nodes()) {
      var _ = run.plan(new RestartPlan.From.Task(TaskPath.parse(node.name())));
      if (node.dimensions() == 1 && run.recorded().widthOf(node.name()).orElse(0) > 1) {
        var _ = run.plan(new RestartPlan.From.Task(TaskPath.parse(node.name() + "[1]")));
      }
    }
    flow.definition()
        .graph()
        .parameters()
        .forEach(parameter -> {
          RestartPlan.Changes changes = new RestartPlan.Changes(Set.of(parameter.name()), Map.of());
          RecordedRun recorded = run.recorded();
          RestartPlan.From from = new RestartPlan.From.Failed();
          assertThat(
                  KilledRuns.parts(
                      RestartPlan.of(
                          FlowSpecReader.read(flow.spec().json()), recorded, from, changes)))
              .as(parameter.name())
              .isEqualTo(
                  KilledRuns.parts(
                      RestartPlan.of(flow.definition().graph(), recorded, from, changes)));
        });
  }

  @Test
  void of_random_flows() {
    int compared = 0;
    for (int seed = 0; seed < 60; seed++) {
      Flow<Integer> flow = new RandomFlow(new Random(seed)).make(3 + seed % 12);
      if (flow.definition().graph().nodes().stream().noneMatch(DescribedRestartTest::isHidden)) {
        compare(flow);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  /** Returns whether a node comes after another that it also reads; only one edge is described. */
  private static boolean isHidden(GraphNode node) {
    Set<GraphNode> after = new HashSet<>();
    node.after().forEach(source -> after.addAll(Sources.behind(source)));
    return node.arguments().stream()
        .anyMatch(source -> Sources.behind(source).stream().anyMatch(after::contains));
  }

  @Test
  void of_branches_and_merges() {
    compare(
        Flow.define(
            "branches",
            flow -> {
              Parameter<Boolean> dry = flow.parameter("dry", true);
              Parameter<Integer> n = flow.parameter("n", 3);
              Node<Integer> first = Task.of("first", Integer.class, (Integer x) -> x).call(n);
              Node<Integer> taken =
                  flow.when(
                          dry, () -> Task.of("a", Integer.class, (Integer x) -> x + 1).call(first))
                      .otherwise(() -> Task.of("b", Integer.class, (Integer x) -> x).call(first));
              Node<Boolean> big = Task.of("big", Boolean.class, (Integer x) -> x > 2).call(taken);
              Node<Integer> last =
                  flow.when(big, () -> Task.of("c", Integer.class, () -> 1).call())
                      .otherwise(() -> Task.of("d", Integer.class, () -> 2).call());
              return Task.of("end", Integer.class, (Integer x) -> x).call(last).after(first);
            }));
  }

  @Test
  void of_mapped_subgraphs_with_others_inside() {
    compare(
        Flow.define(
            "mapped",
            flow -> {
              Parameter<Integer> n = flow.parameter("n", 3);
              Node<List<Integer>> list = Task.of(DescribedRestartTest::upTo).call(n);
              Mapped<Integer> doubled =
                  Task.of("double", Integer.class, (Integer x) -> 2 * x).map(each(list));
              Mapped<Integer> totals =
                  forEach(
                      doubled,
                      x -> {
                        Node<Integer> alone = Task.of("alone", Integer.class, () -> 1).call();
                        var inner =
                            Task.of(DescribedRestartTest::plus)
                                .map(each(Task.of(DescribedRestartTest::upTo).call(x)), alone);
                        return Task.of(DescribedRestartTest::total).call(inner.collect());
                      });
              Mapped<Integer> joined =
                  Task.of("joined", Integer.class, (Integer x) -> x)
                      .map(flatten(Task.of(DescribedRestartTest::upTo).map(totals)));
              return Task.of(DescribedRestartTest::total).call(joined.collect()).after(doubled);
            }));
  }
}
