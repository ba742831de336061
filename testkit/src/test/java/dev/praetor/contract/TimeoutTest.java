package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Task0;
import dev.praetor.TaskContext;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeoutTest {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final CountDownLatch begun = new CountDownLatch(1);

  /** Runs a flow whose task is still running when its timeout expires. */
  private TestRun<Integer> runTooLong(Flow<Integer> flow) throws InterruptedException {
    SettableClock clock = SettableClock.manual(Instant.EPOCH);
    var started = FlowTester.of(flow).clock(clock).start();
    begun.await();
    clock.advance(LONGEST);
    return started.finish();
  }

  @Test
  void a_task_is_timed_out_at_once_though_its_code_ignores_its_interrupt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Task0<Integer> stubborn =
        task(() -> {
          begun.countDown();
          return SmallFlows.ignoreInterrupts(release);
        });
    TestRun<Integer> run =
        runTooLong(single(stubborn.timeout(LONGEST)))
            .ended(FAILED)
            .ended("t", TIMED_OUT)
            .says("t", "took longer than PT1H");
    release.countDown();
    run.ended("t", TIMED_OUT);
    assertThat(run.taskRun("t").failure().orElseThrow().trace()).contains("TimeoutTest");
  }

  @Test
  void a_timed_out_attempt_is_retried_like_a_failure() throws Exception {
    Task0<Integer> slowOnce =
        task(() -> {
          if (TaskContext.current().attempt() == 1) {
            begun.countDown();
            SmallFlows.hang();
          }
          return TaskContext.current().attempt();
        });
    TestRun<Integer> run =
        runTooLong(single(slowOnce.timeout(LONGEST).retry(Retry.times(1))))
            .ended(SUCCESS)
            .took("t", 2);
    assertThat(run.value()).isEqualTo(2);
  }
}
