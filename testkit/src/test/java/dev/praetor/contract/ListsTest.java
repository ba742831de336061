package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.eachOf;
import static dev.praetor.Praetor.flatten;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListsTest {
  static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};

  static int twice(int x) {
    return 2 * x;
  }

  static int total(List<Integer> xs) {
    return xs.stream().mapToInt(x -> x).sum();
  }

  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  record Member(String name, int age) {}

  @Test
  void flatten_of_mapped_lists_joins_their_elements_in_index_order() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var lists = Task.of(ListsTest::upTo).map(each(value(List.of(2, 0, 3))));
              return Task.of(ListsTest::twice).map(flatten(lists)).collect();
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly(0, 2, 0, 2, 4);
  }

  @Test
  void in_flatten_a_child_without_a_list_is_represented_by_one_element_in_the_same_state() {
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
              return Task.of(ListsTest::twice).map(flatten(lists)).collect();
            });
    FlowTester.of(flow).run().childrenEnded("twice", SKIPPED, SUCCESS, SUCCESS, TRIGGER_FAILED);
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
              return Task.of(ListsTest::total).call(flat);
            });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(6);
  }

  @Test
  void list_puts_the_values_of_several_nodes_into_one() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(ListsTest::total)
                    .call(list(Task.of(ListsTest::twice).call(value(1)), value(5))));
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(7);
  }

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
  void the_elements_of_an_array_are_mapped_over_like_those_of_a_list() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer[]> array =
                  Task.of("array", Integer[].class, () -> new Integer[] {1, 2, 3}).call();
              return Task.of(ListsTest::twice).map(eachOf(array)).collect();
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly(2, 4, 6);
  }
}
