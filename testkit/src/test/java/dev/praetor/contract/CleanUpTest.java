package dev.praetor.contract;

import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Outcome;
import dev.praetor.Resource;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.testkit.Events;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clean-up runs, whatever the code that it waits for does. */
class CleanUpTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void releaseStubbornCode() {
    release.countDown();
  }

  private Flow<Integer> stubborn() {
    return Flow.define(
        "f",
        f ->
            f.using(
                Resource.of("cluster", () -> "c", c -> log.add("down " + c)),
                c ->
                    Task.of(
                            "use",
                            Integer.class,
                            (String x) -> SmallFlows.ignoreInterrupts(release))
                        .call(c)));
  }

  @Test
  void it_runs_after_a_cancel_behind_code_that_ignores_its_interrupt() throws Exception {
    var started = FlowTester.of(stubborn()).grace(SHORT).start();
    started.events().await("use", RUNNING);
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("use", CANCELLED).ended("cluster_cleanup", SUCCESS);
    assertThat(log).containsExactly("down c");
  }

  @Test
  void it_runs_after_a_timeout_of_the_flow_behind_code_that_ignores_its_interrupt() {
    FlowTester.of(stubborn().timeout(SHORT))
        .grace(SHORT)
        .run()
        .ended(TIMED_OUT)
        .ended("use", CANCELLED)
        .ended("cluster_cleanup", SUCCESS);
    assertThat(log).containsExactly("down c");
  }

  @Test
  void a_task_that_runs_whatever_happened_is_a_clean_up_too() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var used =
                  Task.of("use", Integer.class, () -> SmallFlows.ignoreInterrupts(release)).call();
              Task.of("clean", Integer.class, (Outcome<Integer> end) -> 1)
                  .trigger(Trigger.ALL_FINISHED)
                  .call(used.outcome());
              f.decidedBy(used);
              return used;
            });
    var started = FlowTester.of(flow).grace(SHORT).start();
    started.events().await("use", RUNNING);
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("use", CANCELLED).ended("clean", SUCCESS);
  }

  @Test
  void one_that_never_ends_is_limited_by_the_timeout_of_its_task() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var used = Task.of("use", Integer.class, SmallFlows::hang).call();
              Task.of(
                      "clean",
                      Integer.class,
                      (Outcome<Integer> end) -> SmallFlows.ignoreInterrupts(release))
                  .trigger(Trigger.ALL_FINISHED)
                  .timeout(Duration.ofMillis(200))
                  .call(used.outcome());
              f.decidedBy(used);
              return used;
            });
    var started = FlowTester.of(flow).grace(SHORT).start();
    started.events().await("use", RUNNING);
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("clean", TIMED_OUT);
  }

  @Test
  void one_without_a_timeout_has_30_seconds_after_the_stop() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                f.using(
                    Resource.of("cluster", () -> "c", c -> SmallFlows.ignoreInterrupts(release)),
                    c -> Task.of("use", Integer.class, (String x) -> SmallFlows.hang()).call(c)));
    SettableClock clock = SettableClock.manual(Instant.EPOCH);
    var started = FlowTester.of(flow).clock(clock).start();
    started.events().await("use", RUNNING);
    started.run().cancel("enough");
    started.events().await("cluster_cleanup", RUNNING);
    clock.advance(Duration.ofSeconds(29));
    assertThat(started.events().all()).doesNotContain("cluster_cleanup TimedOut");
    clock.advance(Duration.ofSeconds(1));
    started.finish().ended(CANCELLED).ended("cluster_cleanup", TIMED_OUT);
  }

  @Test
  void a_run_that_timed_out_and_was_killed_while_it_stopped_ends_timed_out_when_resumed()
      throws Exception {
    KilledRuns<Integer> killed = new KilledRuns<>(stubborn().timeout(SHORT));
    Events events = new Events();
    FlowRun<Integer> first = killed.watchedBy(events).start();
    events.await("flow Cancelling");
    killed.journal.killAfter(0);
    release.countDown();
    assertThatThrownBy(first::await).isInstanceOf(RunOwnershipLost.class);
    log.clear();
    FlowResult<Integer> resumed = killed.resume().await();
    assertThat(resumed.state().type()).isEqualTo(TIMED_OUT);
    assertThat(resumed.taskRun("cluster_cleanup").state().type()).isEqualTo(SUCCESS);
    assertThat(log).containsExactly("down c");
  }
}
