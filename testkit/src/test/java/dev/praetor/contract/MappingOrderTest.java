package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.testkit.FlowTester;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MappingOrderTest {
  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
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
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(order).containsExactly("second 0", "third 0", "second 1", "third 1");
  }

  @Test
  void with_one_at_a_time_slices_already_begun_go_before_new_ones() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Flow<List<Integer>> flow =
        Flow.<List<Integer>>define(
                "f",
                f -> {
                  var first = noting("a", order).map(each(value(List.of(0, 1, 2))));
                  return noting("c", order).map(noting("b", order).map(first)).collect();
                })
            .concurrency(1);
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(order).containsExactly("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2");
  }

  private static Task1<Integer, Integer> noting(String name, List<String> order) {
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
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(most.get()).isBetween(1, 3);
  }
}
