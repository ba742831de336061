package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.flatten;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static dev.praetor.contract.SmallFlows.failing;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.Outcome;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Callbacks of authors that throw anything, return null or never end: they fail or time out their
 * own task run and nothing else.
 */
class HostileCallbacksTest {
  private static final TypeRef<List<List<Integer>>> LISTS = new TypeRef<>() {};
  private static final Duration SHORT = Duration.ofMillis(300);

  private static <T> T boom() {
    throw new StackOverflowError("callback");
  }

  private static <T> T signal() {
    throw Signal.skip("callback");
  }

  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }

  private static int hang() {
    return SmallFlows.ignoreInterrupts(new CountDownLatch(1));
  }

  private static int same(int x) {
    return x;
  }

  private static Flow<?> labelled(Labels labels) {
    return Flow.define(
        "f",
        f ->
            Task.of("t", Integer.class, HostileCallbacksTest::same)
                .timeout(SHORT)
                .label(x -> labels.of(x))
                .map(each(value(List.of(1, 2))))
                .collect());
  }

  private interface Labels {
    String of(int x);
  }

  private static Flow<Integer> triggered(Trigger trigger) {
    return Flow.define(
        "f",
        f ->
            Task.of("t", Integer.class, (Outcome<Integer> x) -> 1)
                .trigger(trigger)
                .call(Task.of("first", Integer.class, () -> 1).call().outcome()));
  }

  static Stream<Arguments> callbacks() {
    return Stream.of(
        Arguments.of(
            "a condition of retries that returns null",
            single(failing(Bad::new).retry(Retry.times(3).when(_ -> nothing()))),
            FAILED),
        Arguments.of(
            "a trigger that overflows the stack",
            triggered(Trigger.of("mine", _ -> boom())),
            TRIGGER_FAILED),
        Arguments.of(
            "a trigger that returns null",
            triggered(Trigger.of("mine", _ -> nothing())),
            TRIGGER_FAILED),
        Arguments.of(
            "a loop that returns null",
            Flow.define(
                "f",
                f ->
                    Task.<Integer, Integer>loop("t", Integer.class, _ -> nothing()).call(value(1))),
            FAILED),
        Arguments.of("a label that throws an error", labelled(_ -> boom()), null),
        Arguments.of("a label that throws a signal", labelled(_ -> signal()), null),
        Arguments.of(
            "a recovery that overflows the stack",
            single(failing(Bad::new).recover(_ -> boom())),
            FAILED),
        Arguments.of(
            "a recovery that never ends",
            single(failing(Bad::new).timeout(SHORT).recover(_ -> hang())),
            TIMED_OUT),
        Arguments.of(
            "a recovery that asks for a retry",
            single(
                failing(Bad::new)
                    .recover(_ -> {
                      throw Signal.retry(Duration.ZERO);
                    })),
            FAILED),
        Arguments.of(
            "an exclusive cache of a task that always fails",
            Flow.define(
                "f",
                f ->
                    Task.of("t", Integer.class, (Integer _) -> HostileCallbacksTest.<Integer>boom())
                        .cached(Cache.byKey(_ -> "k").exclusively())
                        .map(each(value(List.of(1, 2, 3))))
                        .collect()),
            FAILED),
        Arguments.of(
            "a hook of the flow that throws an error",
            single(task(() -> 1)).onRunStateChange((_, _) -> boom()),
            SUCCESS),
        Arguments.of(
            "the list of lists that is null",
            Flow.define(
                "f",
                f ->
                    Task.of("t", Integer.class, HostileCallbacksTest::same)
                        .map(each(flatten(Task.of("l", LISTS, () -> nothing()).call())))
                        .collect()),
            null),
        Arguments.of(
            "the outcome of a view that throws",
            Flow.define(
                "f",
                f ->
                    Task.of("t", Integer.class, (Outcome<Integer> _) -> 1)
                        .call(
                            Task.of("l", Integer.class, () -> 1)
                                .call()
                                .select(_ -> HostileCallbacksTest.<Integer>boom())
                                .outcome())),
            null),
        Arguments.of(
            "the outcome of a flow in the flow whose view throws",
            Flow.define(
                "f",
                f ->
                    Task.of("t", Integer.class, (Outcome<Integer> _) -> 1)
                        .call(
                            f.run(
                                    Flow.<Integer>define(
                                        "inner",
                                        g ->
                                            Task.of("l", Integer.class, () -> 1)
                                                .call()
                                                .select(_ -> HostileCallbacksTest.<Integer>boom())))
                                .outcome())),
            SUCCESS),
        Arguments.of(
            "a cache key that throws an error",
            single(task(() -> 1).cached(Cache.byKey(_ -> boom()))),
            FAILED),
        Arguments.of(
            "a cache key that is null",
            single(task(() -> 1).cached(Cache.byKey(_ -> nothing()))),
            SUCCESS));
  }

  private static final class Bad extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("callbacks")
  void a_callback_ends_its_own_task_run_at_most(
      String what, Flow<?> flow, @Nullable StateType end) {
    TestRun<?> run = FlowTester.of(flow).run();
    assertThat(run.state()).as(what).isInstanceOf(State.Finished.class);
    assertThat(run.state().message()).as(what).doesNotContain("error of the engine");
    if (end != null) {
      run.ended("t", end);
    }
  }

  @Test
  void labels_of_any_text_are_kept() {
    String label = "a\0b\n\u001b[31mred\ud800" + "]".repeat(500);
    FlowTester.of(labelled(_ -> label)).run().ended(SUCCESS).childrenEnded("t", SUCCESS, SUCCESS);
  }

  @Test
  void hooks_that_throw_anything_change_nothing() {
    Flow<Integer> flow =
        single(
            failing(Bad::new)
                .onFailure(_ -> boom())
                .onAttemptFailed(_ -> signal())
                .onStateChange(_ -> boom()));
    FlowTester.of(flow).run().ended("t", FAILED);
  }

  @Test
  void delays_may_grow_longer_than_any_run() {
    Retry retry =
        Retry.times(2).exponential(Duration.ofMillis(1), Duration.ofMillis(Long.MAX_VALUE));
    FlowTester.of(single(task(() -> 1).retry(retry))).run().ended(SUCCESS);
  }

  static Stream<Arguments> selects() {
    return Stream.of(
        Arguments.of(
            "of an element",
            Flow.define(
                "f",
                f ->
                    Task.of("u", Integer.class, HostileCallbacksTest::same)
                        .map(
                            each(value(List.of(1, 2)))
                                .select(_ -> HostileCallbacksTest.<Integer>boom()))
                        .collect())),
        Arguments.of(
            "of a time to wait for",
            Flow.define(
                "f",
                f ->
                    f.waitUntil(
                        task(() -> 1).call().select(_ -> HostileCallbacksTest.<Instant>boom())))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("selects")
  void a_view_that_throws_fails_what_reads_it(String what, Flow<?> flow) {
    assertThat(FlowTester.of(flow).run().ended(FAILED).state().message())
        .as(what)
        .doesNotContain("error of the engine");
  }
}
