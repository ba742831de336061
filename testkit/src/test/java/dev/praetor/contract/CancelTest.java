package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SCHEDULED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CancelTest {
  static int hang(int x) throws InterruptedException {
    return SmallFlows.hang();
  }

  static int next(int x) {
    return x;
  }

  static void clean() {}

  @Test
  void nothing_new_starts_what_runs_is_interrupted_and_clean_up_still_runs() throws Exception {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var hanging =
                  Task.of(CancelTest::hang)
                      .concurrency(2)
                      .map(each(value(IntStream.range(0, 50).boxed().toList())));
              var after = Task.of(CancelTest::next).map(hanging);
              Task.of(CancelTest::clean).trigger(Trigger.ALL_FINISHED).call().after(after);
              f.decidedBy(after);
              return after.collect();
            });
    var started = FlowTester.of(flow).start();
    started.events().awaitCount("] Running", 2);
    started.run().cancel("no longer needed");
    var run = started.finish().ended(CANCELLED).ended("hang", CANCELLED).ended("next", CANCELLED);
    run.ended("clean", SUCCESS);
    assertThat(run.state().message()).isEqualTo("no longer needed");
    assertThat(run.states("hang")).hasSize(50).containsOnly("Cancelled");
    assertThat(run.events().stream().filter(e -> e.startsWith("hang[") && e.endsWith("Running")))
        .hasSize(2);
  }

  @Test
  void after_the_grace_what_ignores_its_interrupt_is_cancelled_all_the_same() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow = single(task(() -> SmallFlows.ignoreInterrupts(release)));
    var started = FlowTester.of(flow).grace(Duration.ofMillis(50)).start();
    started.events().await("t", RUNNING);
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("t", CANCELLED);
    release.countDown();
  }

  @Test
  void after_the_grace_50_children_and_a_flow_in_the_flow_that_ignore_it_are_cancelled()
      throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Semaphore begun = new Semaphore(0);
    var task =
        Task.of(
            "t",
            Integer.class,
            (Integer x) -> {
              begun.release();
              return SmallFlows.ignoreInterrupts(release);
            });
    Flow<List<Integer>> inner =
        Flow.define(
            "inner", f -> task.map(each(value(IntStream.range(0, 50).boxed().toList()))).collect());
    for (Flow<?> flow : List.of(inner, Flow.define("outer", f -> f.run(inner)))) {
      var started = FlowTester.of(flow).grace(Duration.ofMillis(50)).start();
      assertThat(begun.tryAcquire(50, 30, TimeUnit.SECONDS)).isTrue();
      started.run().cancel("enough");
      started.finish().ended(CANCELLED);
    }
    release.countDown();
  }

  @Test
  void cancelling_a_run_that_waits_ends_it_and_again_does_nothing() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of("work", Integer.class, () -> 1)
                    .call()
                    .after(f.approval("go?"), f.sleep(Duration.ofDays(9))));
    var started = FlowTester.of(flow).clock(SettableClock.manual(Instant.EPOCH)).start();
    started.events().await("approval", PAUSED);
    started.events().await("sleep", SCHEDULED);
    started.run().cancel("enough");
    started.run().cancel("really");
    started.finish().ended(CANCELLED).ended("approval", CANCELLED).ended("sleep", CANCELLED);
    started.run().cancel("once more");
    assertThat(started.run().approve("approval", "Ann")).isFalse();
  }

  @Test
  void interrupting_the_thread_that_waits_for_a_run_cancels_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Flow<Integer> flow =
        single(
            task(() -> {
              begun.countDown();
              return SmallFlows.hang();
            }));
    String[] state = new String[1];
    Thread caller = Thread.ofVirtual().start(() -> state[0] = flow.run().state().name());
    begun.await();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
    assertThat(state[0]).isEqualTo("Cancelled");
  }
}
