package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static dev.praetor.contract.SmallFlows.mapped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.TaskRun;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MappingTest {
  static int same(int x) {
    return x;
  }

  static int twice(int x) {
    return 2 * x;
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

  static int failOdd(int x) {
    if (x % 2 == 1) {
      throw new IllegalStateException(x + " is odd");
    }
    return x;
  }

  static int count(List<Outcome<Integer>> xs) {
    return (int) xs.stream().filter(o -> o instanceof Outcome.Success).count();
  }

  static int total(List<Integer> xs) {
    return xs.stream().mapToInt(x -> x).sum();
  }

  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
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
    TestRun<Integer> run = FlowTester.of(flow).run().ended("twice", SUCCESS).ended("same", SUCCESS);
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
            .ended(SUCCESS)
            .ended("fail_odd", FAILED)
            .says("fail_odd", "2 of 4 children failed: [1] ")
            .says("fail_odd", "[3] ")
            .ended("total", TRIGGER_FAILED)
            .ended("count", SUCCESS);
    assertThat(run.value()).isEqualTo(2);
  }

  @Test
  void a_retry_of_one_child_reruns_that_child_alone_and_its_siblings_once() {
    ConcurrentHashMap<Integer, AtomicInteger> calls = new ConcurrentHashMap<>();
    Task1<Integer, Integer> flaky =
        Task.of(
                "flaky",
                Integer.class,
                (Integer x) -> {
                  int call = calls.computeIfAbsent(x, k -> new AtomicInteger()).incrementAndGet();
                  if (x == 1 && call < 3) {
                    throw new IllegalStateException("not yet");
                  }
                  return x;
                })
            .retry(Retry.times(2).every(Duration.ofHours(1)));
    FlowTester.of(mapped(flaky, 0, 1, 2))
        .run()
        .ended(SUCCESS)
        .took("flaky", 0, 1)
        .took("flaky", 1, 3)
        .took("flaky", 2, 1);
    assertThat(calls.get(0).get()).isEqualTo(1);
    assertThat(calls.get(1).get()).isEqualTo(3);
    assertThat(calls.get(2).get()).isEqualTo(1);
  }

  record Member(String name, int age) {}

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
  void a_label_is_known_although_the_child_never_ran_its_code() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<List<Integer>> queued =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "send",
                        Integer.class,
                        (String name) -> SmallFlows.ignoreInterrupts(release))
                    .label(name -> "to " + name)
                    .tags("db")
                    .map(each(value(List.of("Ann", "Bo"))))
                    .collect());
    var started = FlowTester.of(queued).limit("db", 1).start();
    started.events().await("send[1] Queued");
    started.run().cancel("enough");
    release.countDown();
    assertThat(started.finish().taskRuns("send"))
        .extracting(TaskRun::label)
        .containsExactly("to Ann", "to Bo");
  }
}
