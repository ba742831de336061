package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.TaskRun;
import dev.praetor.testkit.FlowTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HookTest {
  @Test
  void hooks_see_every_state_each_failed_attempt_and_the_final_failure() {
    List<String> states = Collections.synchronizedList(new ArrayList<>());
    List<String> attempts = Collections.synchronizedList(new ArrayList<>());
    List<TaskRun> failures = Collections.synchronizedList(new ArrayList<>());
    List<State> flowStates = Collections.synchronizedList(new ArrayList<>());
    Flow<Integer> flow =
        Flow.<Integer>define(
                "f",
                f ->
                    Task.of(
                            "t",
                            Integer.class,
                            () -> {
                              throw new IllegalStateException("no");
                            })
                        .retry(Retry.times(1))
                        .onStateChange(run -> states.add(run.state().name()))
                        .onAttemptFailed(run -> attempts.add(run.failure().orElseThrow().message()))
                        .onFailure(failures::add)
                        .call())
            .onStateChange(flowStates::add);
    FlowTester.of(flow).run().ended(FAILED);
    assertThat(states).containsExactly("Running", "Retrying", "Running", "Failed");
    assertThat(attempts).containsExactly("no", "no");
    assertThat(failures).hasSize(1);
    assertThat(flowStates).extracting(State::name).containsExactly("Running", "Failed");
  }

  @Test
  void a_hook_that_throws_or_hangs_changes_nothing() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of("t", Integer.class, () -> 1)
                    .onStateChange(run -> {
                      throw new IllegalStateException("broken hook");
                    })
                    .onStateChange(run -> new CountDownLatch(1).await())
                    .onStateChange(run -> seen.add(run.state().name()))
                    .call());
    FlowTester.of(flow).hookLimit(Duration.ofMillis(50)).run().ended(SUCCESS);
    assertThat(seen).containsExactly("Running", "Success");
  }

  @Test
  void hooks_of_a_flow_get_the_details_of_the_run() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Flow<Integer> flow =
        Flow.<Integer>define(
                "report",
                f ->
                    Task.of("t", Integer.class, (String office) -> 1)
                        .call(f.parameter("office", String.class)))
            .runName("report {office}")
            .onRunStateChange((run, state) ->
                seen.add(
                    run.flow()
                        + ", "
                        + run.name()
                        + ", "
                        + run.parameters()
                        + ", "
                        + run.scheduled()
                        + ", "
                        + run.id().toString().isEmpty()
                        + ", "
                        + state.name()));
    FlowTester.of(flow).run(Praetor.with("office", "DC")).ended(SUCCESS);
    String details = "report, report DC, {office=DC}, 2026-01-05T08:00:00Z, false, ";
    assertThat(seen).containsExactly(details + "Running", details + "Success");
  }

  @Test
  void hooks_of_a_task_run_in_its_context() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of("t", Integer.class, () -> 1)
                    .onStateChange(run -> {
                      TaskContext context = TaskContext.current();
                      seen.add(context.flow() + " " + context.taskRun() + " " + run.state().name());
                    })
                    .call());
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(seen).containsExactly("f t Running", "f t Success");
  }

  @Test
  void hooks_that_hang_keep_a_run_for_a_few_seconds_only_however_many_they_are() {
    CountDownLatch release = new CountDownLatch(1);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("t", Integer.class, (Integer x) -> x)
                    .onStateChange(run -> SmallFlows.ignoreInterrupts(release))
                    .map(each(value(List.of(1, 2, 3, 4, 5))))
                    .collect());
    long began = System.nanoTime();
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    release.countDown();
  }
}
