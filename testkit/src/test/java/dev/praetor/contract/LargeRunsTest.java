package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.flatten;
import static dev.praetor.Praetor.forEach;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.TaskContext;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that are wide, long, deep or crowded, and end all the same. */
class LargeRunsTest {
  private static final Object MONITOR = new Object();

  private static int plus(int x) {
    return x + 1;
  }

  private static final Task1<Integer, Integer> PLUS =
      Task.of("plus", Integer.class, LargeRunsTest::plus);

  private static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static int failTenth(int x) {
    if (x % 10 == 0) {
      throw new IllegalStateException("child " + x, new RuntimeException("cause"));
    }
    return x;
  }

  private static Flow<List<Integer>> wide(int width) {
    return Flow.<List<Integer>>define(
            "wide",
            f ->
                Task.of("t", Integer.class, LargeRunsTest::failTenth)
                    .retry(Retry.times(2))
                    .map(
                        each(
                            Task.of("r", new TypeRef<List<Integer>>() {}, () -> range(width))
                                .call()))
                    .collect())
        .widthLimit(300_000);
  }

  private static void tenthFails(int width) {
    var run = FlowTester.of(wide(width)).run().ended(FAILED).ended("t", FAILED);
    assertThat(run.states("t")).filteredOn("Failed"::equals).hasSize(width / 10);
    assertThat(run.taskRun("t", 0).attempts()).isEqualTo(3);
  }

  @Test
  void of_2_000_children_each_tenth_fails_after_its_retries() {
    tenthFails(2_000);
  }

  @Tag("long")
  @Test
  void of_200_000_children_each_tenth_fails_after_its_retries() {
    tenthFails(200_000);
  }

  private static int fail(int x) {
    throw new IllegalStateException("child " + x);
  }

  @Tag("long")
  @Test
  void of_200_000_children_all_fail() {
    Flow<List<Integer>> flow =
        Flow.<List<Integer>>define(
                "wide",
                f ->
                    Task.of("t", Integer.class, LargeRunsTest::fail)
                        .map(
                            each(
                                Task.of("r", new TypeRef<List<Integer>>() {}, () -> range(200_000))
                                    .call()))
                        .collect())
            .widthLimit(300_000);
    assertThat(FlowTester.of(flow).run().ended(FAILED).states("t"))
        .hasSize(200_000)
        .containsOnly("Failed");
  }

  @Test
  void a_chain_of_500_tasks_runs_to_its_end() {
    chain(500);
  }

  @Tag("long")
  @Test
  void a_chain_of_5_000_tasks_runs_to_its_end() {
    chain(5_000);
  }

  private static void chain(int length) {
    Flow<Integer> flow =
        Flow.define(
            "chain",
            f -> {
              Node<Integer> last = value(0);
              for (int i = 0; i < length; i++) {
                last = PLUS.call(last);
              }
              return last;
            });
    assertThat(FlowTester.of(flow).run().ended(SUCCESS).value()).isEqualTo(length);
  }

  @Test
  void slices_of_200_mapped_nodes_run_to_their_end() {
    slices(200);
  }

  @Tag("long")
  @Test
  void slices_of_500_mapped_nodes_run_to_their_end() {
    slices(500);
  }

  private static void slices(int nodes) {
    Flow<List<Integer>> flow =
        Flow.define(
            "slices",
            f -> {
              Mapped<Integer> last = each(value(range(40)));
              for (int i = 0; i < nodes; i++) {
                last = PLUS.map(last);
              }
              return last.collect();
            });
    assertThat(FlowTester.of(flow).run().ended(SUCCESS).value())
        .isEqualTo(range(nodes + 40).subList(nodes, nodes + 40));
  }

  private static Flow<Integer> nested(int depth) {
    return Flow.define(
        "nested" + depth, f -> depth == 0 ? PLUS.call(value(0)) : f.run(nested(depth - 1)));
  }

  @Test
  void flows_within_flows_may_be_150_deep() {
    assertThat(FlowTester.of(nested(150)).run().ended(SUCCESS).value()).isEqualTo(1);
  }

  private static int add(List<Integer> all) {
    return all.stream().mapToInt(x -> x).sum();
  }

  @Test
  void maps_within_maps_may_be_three_deep() {
    var sum = Task.of("sum", Integer.class, LargeRunsTest::add);
    var ten = Task.of("ten", new TypeRef<List<Integer>>() {}, (Integer x) -> range(10));
    Flow<Integer> flow =
        Flow.define(
            "deep",
            f ->
                sum.call(
                    forEach(
                            each(value(range(10))),
                            a ->
                                sum.call(
                                    forEach(
                                            each(ten.call(a)),
                                            b -> sum.call(PLUS.map(each(ten.call(b))).collect()))
                                        .collect()))
                        .collect()));
    assertThat(FlowTester.of(flow).run().ended(SUCCESS).value()).isEqualTo(5_500);
  }

  @Test
  void a_task_may_be_retried_a_thousand_times() {
    retried(1_000);
  }

  @Tag("long")
  @Test
  void a_task_may_be_retried_3_000_times() {
    retried(3_000);
  }

  private static void retried(int times) {
    Flow<Integer> flow =
        single(
            task(
                    () -> {
                      if (TaskContext.current().attempt() <= times) {
                        throw new IllegalStateException("again");
                      }
                      return 1;
                    })
                .retry(Retry.times(times)));
    FlowTester.of(flow).run().ended(SUCCESS).took("t", times + 1);
  }

  @Test
  void limits_within_limits_do_not_wait_for_each_other() {
    Flow<List<Integer>> maps =
        Flow.<List<Integer>>define(
                "limits",
                f ->
                    PLUS.concurrency(1)
                        .map(PLUS.concurrency(1).map(each(value(range(100)))))
                        .collect())
            .concurrency(1);
    assertThat(FlowTester.of(maps).run().ended(SUCCESS).value()).hasSize(100);

    Flow<Integer> child = Flow.<Integer>define("child", f -> PLUS.call(value(1))).concurrency(1);
    Flow<Integer> parent = Flow.<Integer>define("parent", f -> f.run(child)).concurrency(1);
    assertThat(FlowTester.of(parent).run().ended(SUCCESS).value()).isEqualTo(2);
  }

  @Test
  void two_tags_needed_in_opposite_order_are_never_a_deadlock() {
    Flow<List<Integer>> flow =
        Flow.define(
            "tags",
            f -> {
              var one = PLUS.named("one").tags("a", "b").map(each(value(range(50))));
              var two = PLUS.named("two").tags("b", "a").map(each(value(range(50))));
              return flatten(list(one.collect(), two.collect()));
            });
    assertThat(FlowTester.of(flow).limit("a", 1).limit("b", 1).run().ended(SUCCESS).value())
        .hasSize(100);
  }

  private static int inMonitor(int x) throws InterruptedException {
    synchronized (MONITOR) {
      new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
    }
    return x;
  }

  @Test
  void bodies_that_hold_a_monitor_while_they_wait_all_end() {
    assertThat(
            FlowTester.of(
                    SmallFlows.mapped(
                        Task.of("t", Integer.class, LargeRunsTest::inMonitor),
                        range(200).toArray(Integer[]::new)))
                .run()
                .ended(SUCCESS)
                .value())
        .hasSize(200);
  }

  private static int onThread(int x) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform().start(done::countDown);
    done.await();
    return x;
  }

  @Test
  void bodies_that_wait_for_platform_threads_all_end() {
    assertThat(
            FlowTester.of(
                    SmallFlows.mapped(
                        Task.of("t", Integer.class, LargeRunsTest::onThread),
                        range(500).toArray(Integer[]::new)))
                .run()
                .ended(SUCCESS)
                .value())
        .hasSize(500);
  }

  private static long usedMemory() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void a_thousand_runs_one_after_the_other_leave_no_threads_and_no_memory() {
    Flow<List<Integer>> flow = SmallFlows.mapped(PLUS, 1, 2, 3);
    for (int i = 0; i < 200; i++) {
      FlowTester.of(flow).run().ended(SUCCESS);
    }
    int before = Thread.activeCount();
    long memory = usedMemory();
    for (int i = 0; i < 1_000; i++) {
      FlowTester.of(flow).run().ended(SUCCESS);
    }
    assertThat(Thread.activeCount()).isLessThan(before + 20);
    assertThat(usedMemory()).isLessThan(memory + (20L << 20));
  }
}
