package dev.praetor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is closed, with a grace period that no test waits for. */
class ClosingEngineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  @TempDir private Path folder;
  private Home home;

  @BeforeEach
  void setUp() {
    home = Home.of(folder).grace(Duration.ofHours(1));
  }

  private static Flow<String> release() {
    return Flow.define(
        "release",
        flow ->
            Task.of("ship", String.class, () -> "shipped").call().after(flow.approval("Ship it?")));
  }

  private Flow<String> build() {
    return Flow.define(
        "build",
        flow -> {
          var built =
              Task.of(
                      "compile",
                      String.class,
                      () -> {
                        begun.countDown();
                        open.await();
                        return "built";
                      })
                  .call();
          var approved = flow.approval("Ship it?").after(built);
          return Task.of("ship", String.class, () -> "shipped").call().after(approved);
        });
  }

  private static StateType state(PraetorEngine engine, RunId run) {
    return engine.find(run).orElseThrow().state().type();
  }

  @Test
  void a_run_that_waits_for_an_approval_is_left_at_once_and_resumed_by_the_next() throws Exception {
    RunId id;
    try (PraetorEngine engine = Praetor.open(home)) {
      id = engine.start(release()).id();
      await().atMost(PATIENCE).until(() -> state(engine, id) == StateType.PAUSED);
    }
    try (PraetorEngine next = Praetor.open(home)) {
      next.serve(release());
      EngineRun<String> run = next.follow(id, release());
      await().atMost(PATIENCE).until(() -> run.approve("approval", "ann"));
      assertThat(run.await().state().type()).isEqualTo(StateType.SUCCESS);
      assertThat(run.recorded().owner().crashes()).isZero();
    }
  }

  @Test
  void a_run_that_waits_for_a_time_after_the_grace_period_is_left_at_once() {
    Flow<?> flow = Flow.define("sleeps", f -> f.sleep(Duration.ofDays(3)));
    RunId id;
    try (PraetorEngine engine = Praetor.open(home)) {
      id = engine.start(flow).id();
      await().atMost(PATIENCE).until(() -> state(engine, id) == StateType.RUNNING);
    }
    try (PraetorEngine next = Praetor.open(home)) {
      assertThat(state(next, id)).isEqualTo(StateType.RUNNING);
    }
  }

  @Test
  void work_in_progress_proceeds_and_the_run_is_left_when_it_only_waits() throws Exception {
    PraetorEngine engine = Praetor.open(home);
    RunId id = engine.start(build()).id();
    begun.await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(engine::close);
    assertThat(closed).isNotDone();
    open.countDown();
    closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    try (PraetorEngine next = Praetor.open(home)) {
      assertThat(next.follow(id, build()).paused()).hasSize(1);
    }
  }

  @Test
  void a_run_that_only_waits_leaves_an_engine_that_retires_and_another_resumes_it()
      throws Exception {
    try (PraetorEngine retiring = Praetor.open(home);
        PraetorEngine next = Praetor.open(home)) {
      RunId waits = retiring.start(release()).id();
      RunId works = retiring.start(build()).id();
      begun.await();
      await().atMost(PATIENCE).until(() -> state(retiring, waits) == StateType.PAUSED);
      CompletableFuture<Void> retired = retiring.retire();
      next.serve(release());
      EngineRun<String> run = next.follow(waits, release());
      await().atMost(PATIENCE).until(() -> run.approve("approval", "ann"));
      assertThat(run.await().state().type()).isEqualTo(StateType.SUCCESS);
      assertThat(run.recorded().owner().crashes()).isZero();
      assertThat(retired).as("another run is in progress").isNotDone();
      assertThat(state(retiring, works)).isEqualTo(StateType.RUNNING);
      open.countDown();
      retired.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next.follow(works, build()).paused()).hasSize(1);
    }
  }

  @Test
  void an_engine_that_retires_starts_no_waiting_runs() throws Exception {
    try (PraetorEngine retiring = Praetor.open(home);
        PraetorEngine next = Praetor.open(home)) {
      retiring.serve(release());
      retiring.retire().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      RunId id = next.start(release()).id();
      await().atMost(PATIENCE).until(() -> state(next, id) == StateType.PAUSED);
      assertThat(next.follow(id, release()).approve("approval", "ann")).isTrue();
      assertThat(next.follow(id, release()).await().state().type()).isEqualTo(StateType.SUCCESS);
    }
  }

  @Test
  void a_retry_within_the_grace_period_is_made() {
    AtomicInteger calls = new AtomicInteger();
    Flow<String> flow =
        Flow.define(
            "flaky",
            f ->
                Task.of(
                        "flaky",
                        String.class,
                        () -> {
                          begun.countDown();
                          if (calls.incrementAndGet() == 1) {
                            throw new IllegalStateException("not yet");
                          }
                          return "done";
                        })
                    .retry(Retry.times(1).every(Duration.ofMillis(50)))
                    .call());
    RunId id;
    try (PraetorEngine engine = Praetor.open(home)) {
      id = engine.start(flow).id();
      begun.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    try (PraetorEngine next = Praetor.open(home)) {
      assertThat(state(next, id)).isEqualTo(StateType.SUCCESS);
    }
  }
}
