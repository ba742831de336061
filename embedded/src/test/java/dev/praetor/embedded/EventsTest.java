package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.store.model.RunLimit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes by one engine that reach another engine at the same home. Both look at the database by
 * themselves only once in an hour, so that only signals can be the reason; each exchange is made
 * several times, because the first may be the look with which listening begins.
 */
@ParameterizedClass
@EnumSource
@Tag("database")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventsTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final int TIMES = 4;
  private final Home home;

  EventsTest(Places place) {
    home = place.fresh().sweep(NEVER).grace(Duration.ZERO);
  }

  private static Flow<Integer> flow() {
    var twice = Task.of("twice", Integer.class, (Integer n) -> 2 * n);
    return Flow.define("doubling", flow -> twice.call(flow.parameter("n", Integer.class)));
  }

  private static Flow<Integer> holding(CountDownLatch began, CountDownLatch open) {
    var hold =
        Task.of(
            "hold",
            Integer.class,
            (Integer n) -> {
              began.countDown();
              open.await();
              return n;
            });
    return Flow.define("holding", flow -> hold.call(value(1)));
  }

  private static Flow<Integer> holding(CountDownLatch open) {
    return holding(new CountDownLatch(1), open);
  }

  private static <R> CompletableFuture<FlowResult<R>> awaiting(EngineRun<R> run) {
    CompletableFuture<FlowResult<R>> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(run.await());
          } catch (InterruptedException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  @Test
  void a_run_that_finds_no_slot_starts_in_another_process_and_its_end_comes_back()
      throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (PraetorEngine full = Praetor.open(home.slots(1));
        PraetorEngine other = Praetor.open(home)) {
      EngineRun<Integer> held = full.start(holding(open));
      other.serve(flow());
      for (int i = 0; i < TIMES; i++) {
        EngineRun<Integer> run = full.start(flow(), with("n", i));
        assertThat(run.await().value()).isEqualTo(2 * i);
      }
      open.countDown();
      assertThat(held.await().value()).isEqualTo(1);
    }
  }

  @Test
  void the_end_of_a_run_reaches_who_follows_it_in_another_process() throws Exception {
    try (PraetorEngine running = Praetor.open(home);
        PraetorEngine other = Praetor.open(home)) {
      for (int i = 0; i < TIMES; i++) {
        CountDownLatch open = new CountDownLatch(1);
        Flow<Integer> flow = holding(open);
        RunId id = running.start(flow).id();
        CompletableFuture<FlowResult<Integer>> end = awaiting(other.follow(id, flow));
        open.countDown();
        assertThat(end.get(60, TimeUnit.SECONDS).value()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_cancellation_reaches_the_process_of_the_run() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (PraetorEngine running = Praetor.open(home);
        PraetorEngine other = Praetor.open(home)) {
      for (int i = 0; i < TIMES; i++) {
        CountDownLatch began = new CountDownLatch(1);
        Flow<Integer> flow = holding(began, never);
        EngineRun<Integer> run = running.start(flow);
        assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
        other.follow(run.id(), flow).cancel("ann", "enough");
        assertThat(run.await().state().type()).isEqualTo(StateType.CANCELLED);
      }
    }
  }

  @Test
  void a_cancellation_without_a_person_names_none() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (PraetorEngine running = Praetor.open(home);
        PraetorEngine other = Praetor.open(home)) {
      CountDownLatch began = new CountDownLatch(2);
      Flow<Integer> flow = holding(began, never);
      EngineRun<Integer> here = running.start(flow);
      EngineRun<Integer> there = running.start(flow);
      assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
      here.cancel("enough");
      other.follow(there.id(), flow).cancel("enough");
      assertThat(here.await().state().message()).isEqualTo("enough");
      assertThat(there.await().state().message()).isEqualTo("enough");
    }
  }

  @Test
  void a_place_that_is_freed_under_a_limit_is_taken_by_another_process() throws Exception {
    try (PraetorEngine one = Praetor.open(home.slots(1));
        PraetorEngine other = Praetor.open(home)) {
      one.limits().set(RunLimit.Scope.FLOW, "holding", 1, "ann");
      for (int i = 0; i < TIMES; i++) {
        CountDownLatch first = new CountDownLatch(1);
        EngineRun<Integer> holder = other.start(holding(first));
        EngineRun<Integer> waiting = one.start(holding(first));
        assertThat(waiting.recorded().state().type()).isEqualTo(StateType.QUEUED);
        first.countDown();
        assertThat(holder.await().value()).isEqualTo(1);
        assertThat(waiting.await().value()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_run_within_the_slots_of_nobody_starts_when_its_process_closes() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (PraetorEngine other = Praetor.open(home)) {
      Flow<Integer> free = holding(new CountDownLatch(0));
      other.serve(free);
      EngineRun<Integer> left;
      CountDownLatch began = new CountDownLatch(1);
      try (PraetorEngine closing = Praetor.open(home)) {
        left = closing.start(holding(began, never));
        assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(other.follow(left.id(), free).await().value()).isEqualTo(1);
    }
  }
}
