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
  @Test
  void a_cached_result_is_reused_and_hit_and_miss_say_why() {
    AtomicInteger calls = new AtomicInteger();
    String name = "square_" + System.nanoTime();
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        name,
                        Integer.class,
                        (Integer x) -> {
                          calls.incrementAndGet();
                          return x * x;
                        })
                    .cached(Cache.byInputs().forAtMost(Duration.ofHours(1)))
                    .call(f.parameter("x", Integer.class)));
    TestRun<Integer> first = FlowTester.of(flow).run(with("x", 3)).ended(name, SUCCESS);
    assertThat(first.taskRun(name).history())
        .anyMatch(t -> t.state().message().contains("no result is kept yet"));
    FlowTester.of(flow).run(with("x", 3)).ended(name, CACHED).says(name, "was reused");
    TestRun<Integer> other = FlowTester.of(flow).run(with("x", 4)).ended(name, SUCCESS);
    assertThat(other.taskRun(name).history())
        .anyMatch(t -> t.state().message().contains("input 1 differs"));
    assertThat(calls.get()).isEqualTo(2);
  }

  @Test
  void of_several_runs_with_one_key_only_one_computes_when_the_cache_is_exclusive() {
    AtomicInteger calls = new AtomicInteger();
    String name = "slow_" + System.nanoTime();
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(name, Integer.class, (Integer x) -> calls.incrementAndGet())
                    .cached(Cache.byInputs().exclusively())
                    .map(each(value(Collections.nCopies(50, 7))))
                    .collect());
    assertThat(FlowTester.of(flow).run().value()).containsOnly(1);
    assertThat(calls.get()).isEqualTo(1);
  }

  @Test
  void a_result_is_shared_by_runs_with_equal_parameters() {
    AtomicInteger calls = new AtomicInteger();
    String name = "shared_" + System.nanoTime();
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(name, Integer.class, (Integer input) -> calls.incrementAndGet())
                    .cached(Cache.byParameters())
                    .map(each(f.parameter("list", List.of(1, 2))))
                    .collect()
                    .select(List::getLast));
    FlowTester.of(flow.concurrency(1)).run().ended(name, 0, SUCCESS).ended(name, 1, CACHED);
    FlowTester.of(flow).run(with("list", List.of(3))).ended(name, 0, SUCCESS);
    assertThat(calls).hasValue(2);
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
            2,
            3);
    assertThat(FlowTester.of(flow).run().value()).containsExactly(1, 1, 1);
    assertThat(FlowTester.of(flow).run().value()).containsExactly(2, 2, 2);
  }

  @Test
  void another_version_of_a_task_does_not_share_its_results() {
    String name = "versioned_" + System.nanoTime();
    Task1<Integer, Integer> first =
        Task.of(name, Integer.class, (Integer x) -> x).cached(Cache.byInputs());
    for (Task1<Integer, Integer> task : List.of(first.version("1"), first.version("2"))) {
      FlowTester.of(mapped(task, 7)).run().ended(name, 0, SUCCESS);
    }
  }
}
