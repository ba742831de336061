package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.Secret;
import dev.praetor.State;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of the states of loops, on each database. */
@ParameterizedClass
@EnumSource
class LoopStatesTest extends StoreTest {
  private static final int LARGEST = 100_000;
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final Timekeeper system = Timekeeper.system();

  LoopStatesTest(Databases databases) {
    super(databases, StoreOptions.defaults().withLargestResult(LARGEST));
  }

  private <R> LocalRun<R> local(Flow<R> flow, int batches, Timekeeper clock) {
    Journal journal = new CrashingJournal(store.journal(flow, Flows.ORIGIN), batches);
    return LocalRun.of(flow)
        .with(s -> s.withTime(clock))
        .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "s3cr3t"))))
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, store.cache())));
  }

  private <R> LocalRun<R> local(Flow<R> flow) {
    return local(flow, Integer.MAX_VALUE, system);
  }

  /** Kills a run after some batches, in a process that has then ended; empty if it ended before. */
  private <R> Optional<RunId> killed(Flow<R> flow, int batches) throws Exception {
    FlowRun<R> run = local(flow, batches, system).start();
    try {
      run.await();
      return Optional.empty();
    } catch (RunOwnershipLost killed) {
      return Optional.of(left(run.id()));
    }
  }

  private RunId left(RunId run) throws Exception {
    LostOwner.of(database, run);
    reopen();
    return run;
  }

  private RecordedRun resume(RunId id, Flow<?> flow) {
    return store.resume(store.find(id).orElseThrow(), flow);
  }

  private static State end(FlowResult<?> result) {
    return result.taskRun("loop").state();
  }

  static Step<String, String> withToken(String state) {
    return state.isEmpty() ? Step.next("with " + Secret.named("TOKEN").get()) : Step.done(state);
  }

  @Test
  void a_state_that_holds_a_secret_fails_the_loop_where_it_is_passed_on() {
    Flow<String> flow =
        Flow.define(
            unique(),
            f ->
                Task.loop(LoopStatesTest::withToken)
                    .named("loop")
                    .secrets("TOKEN")
                    .call(value("")));
    State end = end(local(flow).run());
    assertThat(end).isInstanceOf(State.Failed.class);
    assertThat(end.message())
        .contains("loop: iteration 1 passed a state on to iteration 2", "it holds a secret")
        .doesNotContain("s3cr3t");
  }

  static Step<String, Integer> larger(String state) {
    return Step.next(state + "x".repeat(LARGEST / 2));
  }

  @Test
  void a_state_that_is_too_large_fails_the_loop_where_it_is_passed_on() {
    Flow<Integer> flow =
        Flow.define(unique(), f -> Task.loop(LoopStatesTest::larger).named("loop").call(value("")));
    State end = end(local(flow).run());
    assertThat(end).isInstanceOf(State.Failed.class);
    assertThat(end.message())
        .contains("loop: iteration 2 passed a state on to iteration 3", "97.7 KB");
  }

  record Nested(List<Nested> inner) {}

  static Step<Nested, Integer> deeper(Nested state) {
    Nested next = state;
    for (int i = 0; i < 2_000; i++) {
      next = new Nested(List.of(next));
    }
    return Step.next(next);
  }

  @Test
  void a_state_that_is_nested_too_deep_fails_the_loop_where_it_is_passed_on() {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f ->
                Task.loop(LoopStatesTest::deeper).named("loop").call(value(new Nested(List.of()))));
    State end = end(local(flow).run());
    assertThat(end).isInstanceOf(State.Failed.class);
    assertThat(end.message())
        .contains("loop: iteration 1 passed a state on to iteration 2", "nested too deep");
  }

  private Step<List<String>, Integer> grow(List<String> state) {
    done.add(String.valueOf(state.size()));
    if (state.size() == 4) {
      return Step.done(state.size());
    }
    state.add("y".repeat(20_000));
    return Step.next(state);
  }

  @Test
  void a_large_state_is_read_back_after_crashes() throws Exception {
    for (int batches = 1; batches < 10; batches++) {
      done.clear();
      Flow<Integer> flow =
          Flow.define(unique(), f -> Task.loop(this::grow).named("loop").call(value(List.of())));
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent()) {
        RecordedRun once = resume(run.get(), flow);
        FlowRun<Integer> again = local(flow, 2, system).resuming(once).start();
        try {
          assertThat(again.await().value()).isEqualTo(4);
        } catch (RunOwnershipLost killed) {
          left(again.id());
          RecordedRun twice = resume(again.id(), flow);
          assertThat(local(flow).resuming(twice).run().value()).isEqualTo(4);
        }
        assertThat(done).isSorted();
      }
    }
  }

  private static Step<List<Double>, String> zeros(List<Double> state) {
    if (state.size() == 4) {
      return Step.done(state.toString());
    }
    state.add(-0.0);
    return Step.next(state);
  }

  @Test
  void a_state_is_read_back_exactly_as_it_was_written() throws Exception {
    for (int batches = 1; batches < 8; batches++) {
      Flow<String> flow =
          Flow.define(
              unique(), f -> Task.loop(LoopStatesTest::zeros).named("loop").call(value(List.of())));
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent()) {
        assertThat(local(flow).resuming(resume(run.get(), flow)).run().value())
            .isEqualTo("[-0.0, -0.0, -0.0, -0.0]");
      }
    }
  }

  private static Step<Integer, Integer> hourly(int n) {
    return n == 2 ? Step.done(n) : Step.<Integer, Integer>next(n + 1).after(Duration.ofHours(1));
  }

  @Test
  void a_loop_that_waits_for_its_next_iteration_waits_for_the_rest_after_a_crash()
      throws Exception {
    Flow<Integer> flow =
        Flow.define(unique(), f -> Task.loop(LoopStatesTest::hourly).named("loop").call(value(1)));
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    FlowRun<Integer> run = local(flow, Integer.MAX_VALUE, clock).start();
    await().atMost(PATIENCE).until(() -> waits(run.id(), flow));
    left(run.id());
    clock.advance(Duration.ofMinutes(40));
    FlowRun<Integer> again =
        local(flow, Integer.MAX_VALUE, clock).resuming(resume(run.id(), flow)).start();
    assertThat(again.await(Duration.ofMillis(100))).isEmpty();
    clock.advance(Duration.ofMinutes(20));
    FlowResult<Integer> end = again.await();
    assertThat(end.value()).isEqualTo(2);
    assertThat(end(end).time()).isEqualTo("2026-01-05T09:00:00Z");
  }

  private boolean waits(RunId run, Flow<?> flow) {
    return store.recorded(run, flow).node("loop").flatMap(node -> node.loop(-1)).isPresent();
  }

  private Step<String, String> unkept(String state) {
    done.add(state);
    return state.length() == 3 ? Step.done(state) : Step.next(state + "x");
  }

  @Test
  void a_loop_that_keeps_no_states_starts_over_after_a_crash_and_says_so() throws Exception {
    int startedOver = 0;
    for (int batches = 1; batches < 9; batches++) {
      done.clear();
      Flow<String> flow =
          Flow.define(
              unique(), f -> Task.loop(this::unkept).named("loop").notKept().call(value("")));
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent() && done.contains("x")) {
        FlowResult<String> end = local(flow).resuming(resume(run.get(), flow)).run();
        assertThat(end.value()).isEqualTo("xxx");
        if (end.taskRun("loop").history().stream()
            .anyMatch(t -> t.state().message().contains("the loop starts over, because"))) {
          startedOver++;
        }
      }
    }
    assertThat(startedOver).isPositive();
  }
}
