package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.Trigger;
import dev.praetor.function.F1;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkipsTest {
  static List<Integer> numbers() {
    return List.of(0, 1, 2, 3);
  }

  static int skip() {
    throw Signal.skip("not today");
  }

  static int boom() {
    throw new IllegalStateException("boom");
  }

  static int work() {
    return 1;
  }

  static int oddOnly(int x) {
    if (x % 2 == 0) {
      throw Signal.skip(x + " is even");
    }
    return x;
  }

  static int none(int x) {
    throw Signal.skip("none");
  }

  static int same(int x) {
    return x;
  }

  static List<Integer> keep(List<Integer> xs) {
    return xs;
  }

  static String orNothing(@Nullable Integer x) {
    return "got " + x;
  }

  static int catchesAll() {
    try {
      throw Signal.skip("for a reason");
    } catch (Exception swallowed) {
      return -1;
    }
  }

  @Test
  void a_task_whose_upstream_is_skipped_is_skipped_and_says_which_and_how_to_turn_it_off() {
    var flow =
        Flow.define("f", f -> Task.of(SkipsTest::same).call(Task.of(SkipsTest::skip).call()));
    FlowTester.of(flow)
        .run()
        .ended(SUCCESS)
        .ended("same", SKIPPED)
        .says("skip", "not today")
        .says("same", "'skip'")
        .says("same", ".skipOnUpstreamSkip(false)");
  }

  @Test
  void with_the_switch_off_a_nullable_parameter_gets_null() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(SkipsTest::orNothing)
                    .skipOnUpstreamSkip(false)
                    .call(Task.of(SkipsTest::skip).call()));
    assertThat(FlowTester.of(flow).run().value()).isEqualTo("got null");
  }

  @Test
  void one_elements_skip_skips_its_slice_only() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of("last", Integer.class, (Integer x) -> x)
                    .map(
                        Task.of(SkipsTest::same)
                            .map(
                                Task.of(SkipsTest::oddOnly)
                                    .map(each(Task.of(SkipsTest::numbers).call()))))
                    .collect());
    TestRun<List<Integer>> run = FlowTester.of(flow).run().ended(SUCCESS);
    run.childrenEnded("odd_only", SKIPPED, SUCCESS, SKIPPED, SUCCESS)
        .childrenEnded("same", SKIPPED, SUCCESS, SKIPPED, SUCCESS)
        .childrenEnded("last", SKIPPED, SUCCESS, SKIPPED, SUCCESS);
    assertThat(run.taskRun("last", 2).state().message()).contains("same[2]");
  }

  /** A flow that maps the numbers and keeps what is left of them. */
  private static Flow<List<Integer>> keeping(
      Task1<List<Integer>, List<Integer>> keep, F1<Integer, Integer> element) {
    return Flow.define(
        "f",
        f -> keep.call(Task.of(element).map(each(Task.of(SkipsTest::numbers).call())).collect()));
  }

  @Test
  void a_reducer_over_children_of_which_some_skipped_sees_the_others() {
    assertThat(FlowTester.of(keeping(Task.of(SkipsTest::keep), SkipsTest::oddOnly)).run().value())
        .containsExactly(1, 3);
  }

  @Test
  void a_reducer_over_children_that_all_skipped_is_skipped() {
    FlowTester.of(keeping(Task.of(SkipsTest::keep), SkipsTest::none))
        .run()
        .ended("none", SKIPPED)
        .ended("keep", SKIPPED)
        .ended(SUCCESS);
  }

  @Test
  void a_reducer_with_the_switch_off_gets_an_empty_list_when_all_were_skipped() {
    var keep = Task.of(SkipsTest::keep).skipOnUpstreamSkip(false);
    assertThat(FlowTester.of(keeping(keep, SkipsTest::none)).run().value()).isEmpty();
  }

  @Test
  void upstream_both_failed_and_skipped_makes_a_task_skipped_whatever_its_trigger() {
    var flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> failed = Task.of(SkipsTest::boom).call();
              Node<Integer> skipped = Task.of(SkipsTest::skip).call();
              Task.of(SkipsTest::work)
                  .named("always")
                  .trigger(Trigger.ALL_FINISHED)
                  .call()
                  .after(failed, skipped);
              return Task.of(SkipsTest::work).call().after(failed, skipped);
            });
    FlowTester.of(flow).run().ended("work", SKIPPED).ended("always", SKIPPED);
  }

  @Test
  void a_task_that_catches_every_exception_does_not_swallow_a_skip() {
    var flow = Flow.define("f", f -> Task.of(SkipsTest::catchesAll).call());
    FlowTester.of(flow).run().ended("catches_all", SKIPPED).says("catches_all", "for a reason");
  }
}
