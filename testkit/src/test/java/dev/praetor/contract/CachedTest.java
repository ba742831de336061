package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.CACHED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.mapped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedTest {
  private static Flow<Integer> squares(AtomicInteger calls) {
    return Flow.define(
        "f",
        f ->
            Task.of(
                    "square",
                    Integer.class,
                    (Integer x) -> {
                      calls.incrementAndGet();
                      return x * x;
                    })
                .cached(Cache.byInputs().forAtMost(Duration.ofHours(1)))
                .call(f.parameter("x", Integer.class)));
  }

  @Test
  void a_cached_result_is_reused_and_hit_and_miss_say_why() {
    AtomicInteger calls = new AtomicInteger();
    FlowTester<Integer> tester = FlowTester.of(squares(calls));
    TestRun<Integer> first = tester.run(with("x", 3)).ended("square", SUCCESS);
    assertThat(first.taskRun("square").history())
        .anyMatch(t -> t.state().message().contains("no result is kept yet"));
    tester.run(with("x", 3)).ended("square", CACHED).says("square", "was reused");
    TestRun<Integer> other = tester.run(with("x", 4)).ended("square", SUCCESS);
    assertThat(other.taskRun("square").history())
        .anyMatch(t -> t.state().message().contains("input 1 differs"));
    assertThat(calls.get()).isEqualTo(2);
  }

  @Test
  void without_a_store_each_run_and_each_tester_has_a_cache_of_its_own() {
    AtomicInteger calls = new AtomicInteger();
    Flow<Integer> flow = squares(calls);
    FlowTester.of(flow).run(with("x", 3)).ended("square", SUCCESS);
    FlowTester.of(flow).run(with("x", 3)).ended("square", SUCCESS);
    assertThat(flow.run(with("x", 3)).taskRun("square").state().type()).isEqualTo(SUCCESS);
    assertThat(flow.run(with("x", 3)).taskRun("square").state().type()).isEqualTo(SUCCESS);
    assertThat(calls.get()).isEqualTo(4);
  }

  @Test
  void a_cached_result_grows_old_by_the_clock_of_the_test() {
    FlowTester<Integer> tester = FlowTester.of(squares(new AtomicInteger()));
    tester.run(with("x", 3)).ended("square", SUCCESS);
    tester.clock().advance(Duration.ofMinutes(59));
    tester.run(with("x", 3)).ended("square", CACHED);
    tester.clock().advance(Duration.ofMinutes(2));
    TestRun<Integer> late = tester.run(with("x", 3)).ended("square", SUCCESS);
    assertThat(late.taskRun("square").history())
        .anyMatch(t -> t.state().message().contains("has expired"));
  }

  @Test
  void of_several_runs_with_one_key_only_one_computes_when_the_cache_is_exclusive() {
    AtomicInteger calls = new AtomicInteger();
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("slow", Integer.class, (Integer x) -> calls.incrementAndGet())
                    .cached(Cache.byInputs().exclusively())
                    .map(each(value(Collections.nCopies(50, 7))))
                    .collect());
    assertThat(FlowTester.of(flow).run().value()).containsOnly(1);
    assertThat(calls.get()).isEqualTo(1);
  }

  @Test
  void a_result_is_shared_by_runs_with_equal_parameters() {
    AtomicInteger calls = new AtomicInteger();
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              f.parameter("office", "DC");
              return Task.of("shared", Integer.class, (Integer input) -> calls.incrementAndGet())
                  .cached(Cache.byParameters())
                  .map(each(value(List.of(1, 1, 2))))
                  .collect()
                  .select(List::getLast);
            });
    FlowTester<Integer> tester = FlowTester.of(flow.concurrency(1));
    tester.run().ended("shared", 0, SUCCESS).ended("shared", 1, CACHED).ended("shared", 2, SUCCESS);
    tester.run().ended("shared", 0, CACHED).ended("shared", 2, CACHED);
    tester.run(with("office", "SF")).ended("shared", 0, SUCCESS).ended("shared", 1, CACHED);
    assertThat(calls).hasValue(4);
  }

  @Test
  void a_result_is_shared_within_one_run_and_not_with_the_next() {
    AtomicInteger calls = new AtomicInteger();
    Flow<List<Integer>> flow =
        mapped(
            Task.of("once", Integer.class, (Integer input) -> calls.incrementAndGet())
                .cached(Cache.byRun())
                .concurrency(1),
            1,
            1,
            2);
    FlowTester<List<Integer>> tester = FlowTester.of(flow);
    assertThat(tester.run().value()).containsExactly(1, 1, 2);
    assertThat(tester.run().value()).containsExactly(3, 3, 4);
  }

  @Test
  void another_version_of_a_task_does_not_share_its_results() {
    Task1<Integer, Integer> task =
        Task.of("versioned", Integer.class, (Integer x) -> x).cached(Cache.byInputs());
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> first = task.version("1").call(value(7));
              Node<Integer> again = task.version("1").call(value(7)).after(first);
              return task.version("2").call(value(7)).after(again);
            });
    FlowTester.of(flow)
        .run()
        .ended("versioned", SUCCESS)
        .ended("versioned-2", CACHED)
        .ended("versioned-3", SUCCESS);
  }
}
