package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MappingWidthTest {
  static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};

  static int same(int x) {
    return x;
  }

  static int plus(int a, int b) {
    return a + b;
  }

  static int plusNullable(@Nullable Integer x, @Nullable Integer y) {
    return 0;
  }

  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  @Test
  void mapped_arguments_of_different_widths_fail_the_node_which_names_both() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(MappingWidthTest::plus)
                    .map(
                        each(Task.of(MappingWidthTest::upTo).named("four").call(value(4))),
                        each(Task.of(MappingWidthTest::upTo).named("two").call(value(2))))
                    .collect());
    FlowTester.of(flow)
        .run()
        .ended(FAILED)
        .ended("plus", FAILED)
        .says("plus", "'four' has 4")
        .says("plus", "'two' has 2")
        .childrenEnded("plus");
  }

  @Test
  void a_width_above_the_limit_is_failed_with_a_message_even_if_the_list_never_ends() {
    Iterable<Integer> endless =
        () ->
            new Iterator<>() {
              private int next;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                return next++;
              }
            };
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(MappingWidthTest::same)
                    .widthLimit(1000)
                    .map(each(value(endless)))
                    .collect());
    FlowTester.of(flow)
        .run()
        .ended("same", FAILED)
        .says("same", "more than 1000")
        .says("same", "widthLimit");
  }

  @Test
  void nothing_to_map_over_is_trigger_failed_by_default_and_failed_where_the_trigger_holds() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> broken =
                  Task.of(
                          "broken",
                          INTS,
                          () -> {
                            throw new IllegalStateException("no list");
                          })
                      .call();
              Task.of(MappingWidthTest::same)
                  .named("anyway")
                  .trigger(dev.praetor.Trigger.ALL_FINISHED)
                  .map(each(broken));
              return Task.of(MappingWidthTest::same).map(each(broken)).collect();
            });
    FlowTester.of(flow)
        .run()
        .ended("same", TRIGGER_FAILED)
        .ended("anyway", FAILED)
        .says("anyway", "nothing to map over")
        .childrenEnded("anyway");
  }

  @Test
  void a_list_that_cannot_be_read_fails_the_node_not_the_run() {
    Iterable<Integer> broken =
        () -> {
          throw new IllegalStateException("cursor lost");
        };
    Flow<List<Integer>> flow =
        Flow.define("f", f -> Task.of(MappingWidthTest::same).map(each(value(broken))).collect());
    FlowTester.of(flow).run().ended(FAILED).ended("same", FAILED).says("same", "cursor lost");
  }

  @Test
  void
      a_map_over_a_node_without_children_is_decided_only_when_the_others_it_maps_over_have_ended() {
    CountDownLatch slow = new CountDownLatch(1);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> list = Task.of(MappingWidthTest::upTo).call(value(2));
              Mapped<Integer> waits =
                  Task.of(
                          "waits",
                          Integer.class,
                          (Integer x) -> {
                            slow.await();
                            return x;
                          })
                      .map(each(list));
              Mapped<Integer> never =
                  Task.of("never", Integer.class, (Integer x) -> x)
                      .trigger(Trigger.ANY_FAILED)
                      .map(each(list));
              Mapped<Integer> both =
                  Task.of(MappingWidthTest::plusNullable)
                      .named("both")
                      .trigger(Trigger.ANY_SUCCESSFUL)
                      .map(never, waits);
              Task.of(
                      "after_never",
                      Integer.class,
                      () -> {
                        slow.countDown();
                        return 1;
                      })
                  .trigger(Trigger.ALL_FINISHED)
                  .call()
                  .after(never);
              return both.collect();
            });
    FlowTester.of(flow)
        .run()
        .ended("never", TRIGGER_FAILED)
        .ended("both", FAILED)
        .says("both", "nothing to map over");
  }

  @Test
  void the_limit_of_the_flow_is_for_all_its_tasks_that_have_none_of_their_own() {
    Flow<List<Integer>> flow =
        Flow.<List<Integer>>define(
                "f",
                f -> {
                  Task.of(MappingWidthTest::same)
                      .named("wider")
                      .widthLimit(10)
                      .map(each(value(upTo(3))));
                  return Task.of(MappingWidthTest::same).map(each(value(upTo(3)))).collect();
                })
            .widthLimit(2);
    FlowTester.of(flow)
        .run()
        .ended("same", FAILED)
        .says("same", "more than 2")
        .ended("wider", SUCCESS);
  }
}
