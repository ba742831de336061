package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.PENDING;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowBuilder;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.TaskRun;
import dev.praetor.Trigger;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A resumed run whose task run had begun, and whose upstream runs again because its result is gone:
 * the start of the task run is decided again.
 */
@ParameterizedClass
@EnumSource(DecidedAgainTest.Rule.class)
class DecidedAgainTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Trigger OWN =
      Trigger.of(
          "first is there", states -> states.get("first") instanceof State.Success ? true : false);

  private final Rule rule;
  private final SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
  private final AtomicInteger firsts = new AtomicInteger();
  private final AtomicInteger seconds = new AtomicInteger();
  private final AtomicInteger holders = new AtomicInteger();
  private Begun begun = Begun.RUNNING;
  private boolean firstFails;

  /** The rule by which the task run may start. */
  enum Rule {
    DEFAULT_TRIGGER,
    CUSTOM_TRIGGER,
    BRANCH,
    BRANCH_WITH_CUSTOM_TRIGGER;

    Node<Integer> call(
        FlowBuilder flow, Task1<@Nullable Integer, Integer> task, Node<Integer> first) {
      Task1<@Nullable Integer, Integer> ruled =
          this == CUSTOM_TRIGGER || this == BRANCH_WITH_CUSTOM_TRIGGER ? task.trigger(OWN) : task;
      if (this == DEFAULT_TRIGGER || this == CUSTOM_TRIGGER) {
        return ruled.call(first);
      }
      Node<Boolean> open = Task.of("open", Boolean.class, () -> true).call();
      return flow.<Integer>when(open, () -> ruled.call(first))
          .otherwise(() -> Task.of("other", Integer.class, () -> 0).call());
    }
  }

  /** The state of the task run when its process ends. */
  enum Begun {
    RUNNING(StateType.RUNNING),
    RETRYING(StateType.RETRYING),
    QUEUED(StateType.QUEUED);

    private final StateType state;

    Begun(StateType state) {
      this.state = state;
    }
  }

  DecidedAgainTest(Rule rule) {
    this.rule = rule;
  }

  private int first() {
    if (firsts.incrementAndGet() > 1 && firstFails) {
      throw new IllegalStateException("no longer");
    }
    return firsts.get();
  }

  int second(@Nullable Integer x) throws InterruptedException {
    if (seconds.incrementAndGet() > 1 || begun == Begun.QUEUED) {
      return x == null ? 0 : 10 * x;
    }
    if (begun == Begun.RETRYING) {
      throw new IllegalStateException("not yet");
    }
    return SmallFlows.hang();
  }

  private int holder() throws InterruptedException {
    return holders.incrementAndGet() == 1 ? SmallFlows.hang() : 1;
  }

  private Flow<Integer> flow() {
    Task1<@Nullable Integer, Integer> second =
        Task.of(this::second).retry(Retry.times(1).every(HOUR));
    return Flow.define(
        "f",
        f -> {
          Node<Integer> first = Task.of(this::first).call();
          if (begun != Begun.QUEUED) {
            return rule.call(f, second, first);
          }
          Task.of(this::holder).tags("db").call();
          return rule.call(f, second.tags("db"), first);
        });
  }

  /** Runs a flow, whose process ends once its second task run has begun. */
  private KilledRuns<Integer> killed(Begun begun) {
    this.begun = begun;
    KilledRuns<Integer> killed =
        new KilledRuns<>(flow(), begun == Begun.RUNNING ? Timekeeper.system() : clock)
            .limitedBy(Map.of("db", 1));
    FlowRun<Integer> run = killed.start();
    Awaitility.await()
        .until(() -> killed.journal.written(killed.id()).contains("second " + begun.state.label()));
    killed.journal.killAfter(0);
    run.cancel("killed");
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    return killed;
  }

  private static FlowResult<Integer> resumed(KilledRuns<Integer> killed) throws Exception {
    return killed.resumeWithout("first").await(Duration.ofSeconds(10)).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void it_does_not_start_if_its_upstream_now_fails(Begun begun) throws Exception {
    firstFails = true;
    FlowResult<Integer> result = resumed(killed(begun));
    assertThat(result.state().type()).isEqualTo(FAILED);
    TaskRun second = result.taskRun("second");
    assertThat(second.history())
        .extracting(t -> t.state().type())
        .containsExactly(PENDING, TRIGGER_FAILED);
    assertThat(second.history().getFirst().state().message())
        .isEqualTo("decided again: its upstreams ran again");
    assertThat(seconds).hasValue(begun == Begun.QUEUED ? 0 : 1);
  }

  @ParameterizedTest
  @EnumSource
  void it_runs_with_the_new_result_of_its_upstream(Begun begun) throws Exception {
    KilledRuns<Integer> killed = killed(begun);
    FlowRun<Integer> run = killed.resumeWithout("first");
    clock.advance(HOUR);
    FlowResult<Integer> result = run.await(Duration.ofSeconds(10)).orElseThrow();
    assertThat(result.state().type()).isEqualTo(SUCCESS);
    assertThat(result.taskRun("second").value()).isEqualTo(20);
    assertThat(result.taskRun("second").attempts()).isEqualTo(begun == Begun.QUEUED ? 1 : 2);
  }
}
