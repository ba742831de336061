package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.ResultFormat;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.testkit.FlowTester;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BranchTest {
  static String rest() {
    return "rest";
  }

  static String work() {
    return "work";
  }

  static boolean weekend(String day) {
    return day.startsWith("S");
  }

  private static Flow<String> day() {
    return Flow.define(
        "day",
        f -> {
          Parameter<String> day = f.parameter("day", String.class);
          return f.<String>when(
                  Task.of(BranchTest::weekend).call(day), () -> Task.of(BranchTest::rest).call())
              .otherwise(() -> Task.of(BranchTest::work).call());
        });
  }

  @Test
  void branches_not_taken_are_skipped_with_the_conditions_value_in_the_message() {
    FlowTester.of(day())
        .run(with("day", "Sunday"))
        .ended("rest", SUCCESS)
        .ended("work", SKIPPED)
        .says("work", "the condition is true");
    assertThat(FlowTester.of(day()).run(with("day", "Monday")).value()).isEqualTo("work");
  }

  static ConcurrentHashMap<String, Integer> counts() {
    return new ConcurrentHashMap<>(Map.of("a", 1));
  }

  static String counted(ConcurrentHashMap<String, Integer> counts) {
    return counts.toString();
  }

  /** A handle, which nothing can carry. */
  record Handle(Thread thread) {}

  static Handle open() {
    return new Handle(Thread.currentThread());
  }

  static String used(Handle handle) {
    return "used";
  }

  private static final ResultFormat<Handle> FORMAT = ResultFormat.of(_ -> "handle", _ -> open());

  private static final List<Task0<Handle>> OPENERS =
      List.of(Task.of(BranchTest::open).notKept(), Task.of(BranchTest::open).keptAs(FORMAT));

  @Test
  void a_merge_and_a_child_flow_pass_on_a_value_as_its_task_keeps_it() {
    Flow<ConcurrentHashMap<String, Integer>> child =
        Flow.define("child", _ -> Task.of(BranchTest::counts).call());
    for (Task0<Handle> opener : OPENERS) {
      Flow<Handle> openers = Flow.define("openers", _ -> opener.call());
      Flow<List<String>> flow =
          Flow.define(
              "f",
              f ->
                  list(
                      Task.of(BranchTest::counted)
                          .call(
                              f.when(value(true), () -> Task.of(BranchTest::counts).call())
                                  .otherwise(() -> Task.of(BranchTest::counts).call())),
                      Task.of(BranchTest::counted).call(f.run(child)),
                      Task.of(BranchTest::used)
                          .call(
                              f.when(value(true), () -> opener.call())
                                  .otherwise(
                                      () -> Task.of(BranchTest::open).keptAs(FORMAT).call())),
                      Task.of(BranchTest::used).call(f.run(openers))));
      assertThat(FlowTester.of(flow).run().value())
          .containsExactly("{a=1}", "{a=1}", "used", "used");
    }
  }

  @Test
  void a_branch_that_returns_null_is_merged_by_state_not_by_value() {
    Flow<@Nullable String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Boolean> yes = value(true);
              return f.<@Nullable String>when(
                      yes, () -> Task.of("nothing", String.class, () -> (String) null).call())
                  .otherwise(() -> Task.of(BranchTest::work).call());
            });
    assertThat(FlowTester.of(flow).run().ended(SUCCESS).value()).isNull();
  }

  /** Returns a tester of a flow in which the given branch is taken. */
  private static FlowTester<String> taking(Task0<String> branch) {
    return FlowTester.of(
        Flow.define(
            "f",
            f -> {
              Node<Boolean> yes = value(true);
              return f.<String>when(yes, () -> branch.call())
                  .otherwise(() -> Task.of(BranchTest::work).call());
            }));
  }

  static String skip() {
    throw Signal.skip("not now");
  }

  static String fail() {
    throw new IllegalStateException("broken");
  }

  @Test
  void a_branch_that_skips_itself_skips_the_merge_and_one_that_fails_fails_it() {
    taking(Task.of(BranchTest::skip)).run().ended("merge", SKIPPED);
    taking(Task.of(BranchTest::fail)).run().ended("merge", TRIGGER_FAILED);
  }

  @Test
  void match_takes_the_branch_of_a_value_and_otherwise_the_last() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                f.match(f.parameter("n", Integer.class))
                    .<String>on(1, () -> value("one"))
                    .on(2, () -> value("two"))
                    .otherwise(() -> value("many")));
    assertThat(FlowTester.of(flow).run(with("n", 1)).value()).isEqualTo("one");
    assertThat(FlowTester.of(flow).run(with("n", 2)).value()).isEqualTo("two");
    assertThat(FlowTester.of(flow).run(with("n", 3)).value()).isEqualTo("many");
  }

  @Test
  void everything_inside_a_branch_is_skipped_with_it_also_inner_branches_and_maps() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Boolean> no = value(false);
              f.when(
                  no,
                  () -> {
                    Task.of("mapped", Integer.class, (Integer x) -> x)
                        .map(each(value(List.of(1, 2))));
                    Node<Boolean> inner = Task.of("inner", Boolean.class, () -> true).call();
                    return f.<String>when(inner, () -> Task.of(BranchTest::rest).call())
                        .otherwise(() -> value("x"));
                  });
              return Task.of(BranchTest::work).call();
            });
    FlowTester.of(flow)
        .run()
        .ended(SUCCESS)
        .ended("mapped", SKIPPED)
        .ended("inner", SKIPPED)
        .ended("rest", SKIPPED)
        .ended("merge", SKIPPED)
        .ended("work", SUCCESS);
  }
}
