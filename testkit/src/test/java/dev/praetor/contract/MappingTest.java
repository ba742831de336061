package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.flatten;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Parameter;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MappingTest {
  static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};

  static int same(int x) {
    return x;
  }

  static int twice(int x) {
    return 2 * x;
  }

  static int plusNullable(@Nullable Integer x, @Nullable Integer y) {
    return 0;
  }

  static int plus(int a, int b) {
    return a + b;
  }

  static int size(List<?> list) {
    return list.size();
  }

  static String say(@Nullable Integer x) {
    return "<" + x + ">";
  }

  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  static int failOdd(int x) {
    if (x % 2 == 1) {
      throw new IllegalStateException(x + " is odd");
    }
    return x;
  }

  static int total(List<Integer> xs) {
    return xs.stream().mapToInt(x -> x).sum();
  }

  static int count(List<Outcome<Integer>> xs) {
    return (int) xs.stream().filter(o -> o instanceof Outcome.Success).count();
  }

  @Test
  void each_child_gets_its_element_and_plain_arguments_whole() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(MappingTest::plus).map(each(value(List.of(1, 2, 3))), value(10)).collect());
    assertThat(FlowTester.of(flow).run().value()).containsExactly(11, 12, 13);
  }

  @Test
  void mapping_over_a_mapped_node_pairs_child_with_child() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var first = Task.of(MappingTest::twice).map(each(value(List.of(1, 2, 3))));
              return Task.of(MappingTest::plus)
                  .map(first, Task.of(MappingTest::same).map(first))
                  .collect();
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly(4, 8, 12);
  }

  @Test
  void mapped_arguments_of_different_widths_fail_the_node_which_names_both() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(MappingTest::plus)
                    .map(
                        each(Task.of(MappingTest::upTo).named("four").call(value(4))),
                        each(Task.of(MappingTest::upTo).named("two").call(value(2))))
                    .collect());
    FlowTester.of(flow)
        .run()
        .ended("Failed")
        .ended("plus", "Failed")
        .says("plus", "'four' has 4")
        .says("plus", "'two' has 2")
        .childrenEnded("plus");
  }

  @Test
  void an_empty_list_is_a_success_at_once_and_a_reduce_gets_an_empty_list() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var mapped =
                  Task.of(MappingTest::twice).map(each(Task.of(MappingTest::upTo).call(value(0))));
              return Task.of(MappingTest::size)
                  .call(Task.of(MappingTest::same).map(mapped).collect());
            });
    TestRun<Integer> run =
        FlowTester.of(flow).run().ended("twice", "Success").ended("same", "Success");
    assertThat(run.value()).isZero();
  }

  @Test
  void a_null_element_is_an_element() {
    Flow<List<String>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> list = value(Arrays.asList(1, null, 3));
              return Task.of(MappingTest::say).map(each(list)).collect();
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly("<1>", "<null>", "<3>");
  }

  @Test
  void a_failed_child_makes_a_reducer_trigger_failed_and_one_of_outcomes_runs() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var mapped = Task.of(MappingTest::failOdd).map(each(value(List.of(0, 1, 2, 3))));
              Task.of(MappingTest::total).call(mapped.collect());
              Node<Integer> tolerant = Task.of(MappingTest::count).call(mapped.outcomes());
              f.decidedBy(tolerant);
              return tolerant;
            });
    TestRun<Integer> run =
        FlowTester.of(flow)
            .run()
            .ended("Success")
            .ended("fail_odd", "Failed")
            .says("fail_odd", "2 of 4 children failed: [1] ")
            .says("fail_odd", "[3] ")
            .ended("total", "TriggerFailed")
            .ended("count", "Success");
    assertThat(run.value()).isEqualTo(2);
  }

  @Test
  void a_retry_of_one_child_reruns_that_child_alone_and_its_siblings_once() {
    ConcurrentHashMap<Integer, AtomicInteger> calls = new ConcurrentHashMap<>();
    Task<Integer, ?> unused = Task.of(MappingTest::same);
    assertThat(unused.name()).isEqualTo("same");
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "flaky",
                        Integer.class,
                        (Integer x) -> {
                          int call =
                              calls.computeIfAbsent(x, k -> new AtomicInteger()).incrementAndGet();
                          if (x == 1 && call < 3) {
                            throw new IllegalStateException("not yet");
                          }
                          return x;
                        })
                    .retry(Retry.times(2).every(java.time.Duration.ofHours(1)))
                    .map(each(value(List.of(0, 1, 2))))
                    .collect());
    FlowTester.of(flow)
        .run()
        .ended("Success")
        .took("flaky", 0, 1)
        .took("flaky", 1, 3)
        .took("flaky", 2, 1);
    assertThat(calls.get(0).get()).isEqualTo(1);
    assertThat(calls.get(1).get()).isEqualTo(3);
    assertThat(calls.get(2).get()).isEqualTo(1);
  }

  @Test
  void element_0_finishes_the_chain_before_element_1_of_a_slow_first_level_begins_its_second()
      throws Exception {
    CountDownLatch chainDone = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var first =
                  Task.of(
                          "first",
                          Integer.class,
                          (Integer x) -> {
                            if (x == 1) {
                              chainDone.await();
                            }
                            return x;
                          })
                      .map(each(value(List.of(0, 1))));
              var second =
                  Task.of(
                          "second",
                          Integer.class,
                          (Integer x) -> {
                            order.add("second " + x);
                            return x;
                          })
                      .map(first);
              return Task.of(
                      "third",
                      Integer.class,
                      (Integer x) -> {
                        order.add("third " + x);
                        if (x == 0) {
                          chainDone.countDown();
                        }
                        return x;
                      })
                  .map(second)
                  .collect();
            });
    FlowTester.of(flow).run().ended("Success");
    assertThat(order).containsExactly("second 0", "third 0", "second 1", "third 1");
  }

  @Test
  void with_one_at_a_time_slices_already_begun_go_before_new_ones() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Flow<List<Integer>> flow =
        Flow.define(
                "f",
                f -> {
                  var first = noting("a", order).map(each(value(List.of(0, 1, 2))));
                  return noting("c", order).map(noting("b", order).map(first)).collect();
                })
            .concurrency(1);
    FlowTester.of(flow).run().ended("Success");
    assertThat(order).containsExactly("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2");
  }

  private static dev.praetor.Task1<Integer, Integer> noting(String name, List<String> order) {
    return Task.of(
        name,
        Integer.class,
        (Integer x) -> {
          order.add(name + x);
          return x;
        });
  }

  @Test
  void concurrency_bounds_the_children_in_flight() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "busy",
                        Integer.class,
                        (Integer x) -> {
                          most.accumulateAndGet(now.incrementAndGet(), Math::max);
                          now.decrementAndGet();
                          return x;
                        })
                    .concurrency(3)
                    .map(each(value(upTo(200))))
                    .collect());
    FlowTester.of(flow).run().ended("Success");
    assertThat(most.get()).isBetween(1, 3);
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
            f -> Task.of(MappingTest::same).widthLimit(1000).map(each(value(endless))).collect());
    FlowTester.of(flow)
        .run()
        .ended("same", "Failed")
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
              Task.of(MappingTest::same)
                  .named("anyway")
                  .trigger(dev.praetor.Trigger.ALL_FINISHED)
                  .map(each(broken));
              return Task.of(MappingTest::same).map(each(broken)).collect();
            });
    FlowTester.of(flow)
        .run()
        .ended("same", "TriggerFailed")
        .ended("anyway", "Failed")
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
        Flow.define("f", f -> Task.of(MappingTest::same).map(each(value(broken))).collect());
    FlowTester.of(flow).run().ended("Failed").ended("same", "Failed").says("same", "cursor lost");
  }

  @Test
  void flatten_of_mapped_lists_joins_their_elements_in_index_order() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var lists = Task.of(MappingTest::upTo).map(each(value(List.of(2, 0, 3))));
              return Task.of(MappingTest::twice).map(flatten(lists)).collect();
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly(0, 2, 0, 2, 4);
  }

  @Test
  void in_flatten_a_child_without_a_list_stands_in_as_one_element_that_ended_as_it_did() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var lists =
                  Task.of(
                          "lists",
                          INTS,
                          (Integer n) -> {
                            if (n == 0) {
                              throw Signal.skip("none");
                            }
                            if (n == 1) {
                              throw new IllegalStateException("broken");
                            }
                            return upTo(n);
                          })
                      .map(each(value(List.of(0, 2, 1))));
              return Task.of(MappingTest::twice).map(flatten(lists)).collect();
            });
    FlowTester.of(flow)
        .run()
        .childrenEnded("twice", "Skipped", "Success", "Success", "TriggerFailed");
  }

  @Test
  void flatten_of_a_list_of_lists_is_a_list() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<List<Integer>>> lists =
                  value(List.of(List.of(1, 2), List.of(), List.of(3)));
              Node<List<Integer>> flat = flatten(lists);
              return Task.of(MappingTest::total).call(flat);
            });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(6);
  }

  @Test
  void list_puts_the_values_of_several_nodes_into_one() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(MappingTest::total)
                    .call(list(Task.of(MappingTest::twice).call(value(1)), value(5))));
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(7);
  }

  record Member(String name, int age) {}

  @Test
  void select_views_a_part_of_a_value_also_of_each_mapped_one() {
    Flow<List<String>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Member>> team = value(List.of(new Member("Ann", 40), new Member("Bo", 30)));
              return Task.of("hello", String.class, (String name) -> "hello " + name)
                  .map(each(team).select(Member::name))
                  .collect();
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly("hello Ann", "hello Bo");
  }

  @Test
  void a_child_is_named_by_its_label_and_otherwise_by_its_index() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Member>> team = value(List.of(new Member("Ann", 40)));
              Task.of("plain", Integer.class, Member::age).map(each(team));
              return Task.of("age", Integer.class, Member::age)
                  .label(Member::name)
                  .map(each(team))
                  .collect();
            });
    TestRun<List<Integer>> run = FlowTester.of(flow).run();
    assertThat(run.taskRun("age", 0).label()).isEqualTo("Ann");
    assertThat(run.taskRun("plain", 0).label()).isEqualTo("0");
  }

  @Test
  void map_inside_map_through_for_each() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Parameter<List<Integer>> widths = f.parameter("widths", INTS);
              return f.forEach(
                      each(widths),
                      width -> {
                        var inner =
                            Task.of(MappingTest::plus)
                                .map(each(Task.of(MappingTest::upTo).call(width)), width);
                        return Task.of(MappingTest::total).call(inner.collect());
                      })
                  .collect();
            });
    TestRun<List<Integer>> run =
        FlowTester.of(flow).run(with("widths", List.of(2, 0, 3))).ended("Success");
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
                f.forEach(
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
                          return f.when(
                                  even,
                                  () ->
                                      Task.of("yes", String.class, (Integer n) -> n + " even")
                                          .call(checked))
                              .otherwise(() ->
                                  Task.of("no", String.class, (Integer n) -> n + " odd")
                                      .call(checked));
                        })
                    .collect());
    TestRun<List<String>> run = FlowTester.of(flow).run().ended("Failed");
    run.childrenEnded("yes", "Skipped", "Success", "TriggerFailed", "Success")
        .childrenEnded("no", "Success", "Skipped", "TriggerFailed", "Skipped")
        .childrenEnded("merge", "Success", "Success", "TriggerFailed", "Success");
    assertThat(run.taskRun("merge", 1).value()).isEqualTo("2 even");
  }

  @Test
  void a_task_without_upstream_inside_for_each_runs_once_for_each_element() {
    AtomicInteger calls = new AtomicInteger();
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                f.forEach(
                        each(value(List.of(1, 2, 3))),
                        x -> Task.of("count", Integer.class, calls::incrementAndGet).call())
                    .collect());
    FlowTester.of(flow).run().ended("Success");
    assertThat(calls.get()).isEqualTo(3);
  }

  @Test
  void
      a_map_over_a_node_without_children_is_decided_only_when_the_others_it_maps_over_have_ended() {
    CountDownLatch slow = new CountDownLatch(1);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> list = Task.of(MappingTest::upTo).call(value(2));
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
                  Task.of(MappingTest::plusNullable)
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
        .ended("never", "TriggerFailed")
        .ended("both", "Failed")
        .says("both", "nothing to map over");
  }
}
