package dev.praetor.contract;

import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChildFlowTest {
  private static final Flow<Integer> CHILD =
      Flow.define(
          "child",
          f ->
              Task.of(
                      "half",
                      Integer.class,
                      (Integer n) -> {
                        if (n % 2 == 1) {
                          throw new IllegalArgumentException(n + " is odd");
                        }
                        return n / 2;
                      })
                  .call(f.parameter("n", Integer.class)));

  @Test
  void a_flow_in_a_flow_gives_its_value_and_its_failure_fails_the_node() {
    Flow<Integer> parent =
        Flow.define(
            "parent",
            f ->
                Task.of("next", Integer.class, (Integer x) -> x + 1)
                    .call(f.run(CHILD, with("n", f.parameter("n", Integer.class)))));
    assertThat(FlowTester.of(parent).run(with("n", 8)).value()).isEqualTo(5);
    FlowTester.of(parent)
        .run(with("n", 3))
        .ended(FAILED)
        .ended("child", FAILED)
        .says("child", "3 is odd")
        .ended("next", TRIGGER_FAILED);
  }

  @Test
  void a_flow_in_a_flow_is_cancelled_with_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Flow<Integer> child =
        single(
            task(() -> {
              begun.countDown();
              try {
                return SmallFlows.hang();
              } finally {
                interrupted.countDown();
              }
            }));
    Flow<Integer> parent = Flow.define("parent", f -> f.run(child));
    var started = FlowTester.of(parent).start();
    begun.await();
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("f", CANCELLED);
    assertThat(interrupted.getCount()).isZero();
  }
}
