package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.TaskContext;
import dev.praetor.TaskRun;
import dev.praetor.Trigger;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.restart.CannotRunAgain;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ResumeTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final List<String> done = new CopyOnWriteArrayList<>();

  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  int first(int x) {
    done.add("first" + x);
    return x;
  }

  int second(int x) {
    done.add("second" + x);
    return 10 * x;
  }

  static int sum(List<Integer> list) {
    return list.stream().mapToInt(x -> x).sum();
  }

  private static Map<String, String> ends(FlowResult<?> result) {
    Map<String, String> ends = new TreeMap<>();
    ends.put("", result.state().name());
    for (TaskRun node : result.taskRuns()) {
      ends.put(node.path(), node.state().name());
      for (TaskRun run : result.taskRuns(node.node())) {
        ends.put(run.path(), run.state().name());
      }
    }
    return ends;
  }

  @Test
  void wherever_a_run_is_killed_it_resumes_to_the_same_end_and_runs_nothing_twice_that_had_ended() {
    for (int seed = 0; seed < Integer.getInteger("praetor.seeds", 300); seed++) {
      RandomGenerator random = seeded(1_000 + seed);
      RandomFlow whole = new RandomFlow(seeded(seed));
      Map<String, String> expected = ends(whole.make(10).run());
      RandomFlow second = new RandomFlow(seeded(seed));
      KilledRuns<Integer> killed = new KilledRuns<>(second.make(10), Timekeeper.system());
      Optional<FlowResult<Integer>> end = killed.begin(1 + random.nextInt(4));
      int kills = 0;
      while (end.isEmpty()) {
        kills++;
        end = killed.resumeFor(kills + random.nextInt(4));
      }
      Map<String, String> ends = ends(end.get());
      ends.entrySet().removeIf(each -> each.getValue().equals(expected.get(each.getKey())));
      assertThat(ends).as("seed %d, killed %d times, expected %s", seed, kills, expected).isEmpty();
      assertThat(written(killed)).as("seed %d", seed).doesNotHaveDuplicates();
      assertThat(second.calls.keySet()).as("seed %d", seed).isEqualTo(whole.calls.keySet());
    }
  }

  private static RandomGenerator seeded(long seed) {
    return new SplittableRandom(seed);
  }

  /** Returns the final states that were written; each may be written once. */
  private static List<String> written(KilledRuns<?> killed) {
    List<String> ends = new ArrayList<>();
    for (String row : killed.journal.written(killed.id())) {
      boolean isEnd =
          List.of("Success", "Failed", "Skipped", "TriggerFailed").stream().anyMatch(row::endsWith);
      if (isEnd) {
        ends.add(row.substring(0, row.indexOf(' ')));
      }
    }
    return ends;
  }

  /**
   * Kills a run after the given number of batches, and then repeatedly after one further batch
   * each.
   */
  private static <R> FlowResult<R> killedOften(KilledRuns<R> killed, int batches) {
    Optional<FlowResult<R>> end = killed.begin(batches);
    for (int kills = 1; end.isEmpty(); kills++) {
      end = killed.resumeFor(batches + kills);
    }
    return end.get();
  }

  @Test
  void what_had_ended_keeps_its_value_its_times_and_its_history() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Mapped<Integer> first =
                  Task.of(this::first).map(each(Task.of(ResumeTest::upTo).call(value(3))));
              return Task.of(ResumeTest::sum).call(Task.of(this::second).map(first).collect());
            });
    KilledRuns<Integer> killed = new KilledRuns<>(flow, Timekeeper.system());
    FlowResult<Integer> before = killed.begin(Integer.MAX_VALUE).orElseThrow();
    FlowResult<Integer> again = killed.finish();
    assertThat(again.value()).isEqualTo(30);
    assertThat(again.taskRun("second", 1)).isEqualTo(before.taskRun("second", 1));
    assertThat(again.state()).isEqualTo(before.state());
    assertThat(done).hasSize(6);
  }

  private int interrupted() throws InterruptedException {
    if (calls.incrementAndGet() == 1) {
      started.countDown();
      new CountDownLatch(1).await();
    }
    return calls.get();
  }

  private final CountDownLatch started = new CountDownLatch(1);

  /** Kills a run while its task runs, once the begin of the task is written. */
  private <R> KilledRuns<R> killedWhileRunning(Flow<R> flow) throws Exception {
    KilledRuns<R> killed = new KilledRuns<>(flow, Timekeeper.system());
    FlowRun<R> run = killed.start();
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    Awaitility.await()
        .until(() -> killed.journal.written(killed.id()).contains("interrupted Running"));
    kill(killed, run);
    return killed;
  }

  @Test
  void an_attempt_that_was_running_has_crashed_and_is_tried_again_whatever_the_policy()
      throws Exception {
    KilledRuns<Integer> killed =
        killedWhileRunning(Flow.define("f", f -> Task.of(this::interrupted).call()));
    FlowResult<Integer> result = killed.resume().await();
    assertThat(result.value()).isEqualTo(2);
    TaskRun run = result.taskRun("interrupted");
    assertThat(run.attempts()).isEqualTo(2);
    assertThat(run.history())
        .extracting(t -> t.state().name())
        .containsExactly("Pending", "Running", "Retrying", "Running", "Success");
    assertThat(run.history().get(2).state().message())
        .contains("attempt 1 crashed: the process that ran it ended");
  }

  @Test
  void an_attempt_that_may_run_at_most_once_ends_as_crashed() throws Exception {
    KilledRuns<Integer> killed =
        killedWhileRunning(Flow.define("f", f -> Task.of(this::interrupted).atMostOnce().call()));
    FlowResult<Integer> result = killed.resume().await();
    assertThat(result.taskRun("interrupted").state()).isInstanceOf(State.Crashed.class);
    assertThat(result.taskRun("interrupted").state().message()).contains("at most once");
    assertThat(result.state().name()).isEqualTo("Failed");
    assertThat(calls).hasValue(1);
  }

  private int interruptedAfter(int first) throws InterruptedException {
    interrupted();
    return first;
  }

  private KilledRuns<Integer> killedAfter(Task1<Integer, Integer> first) throws Exception {
    return killedWhileRunning(
        Flow.define(
            "f",
            f -> Task.of(this::interruptedAfter).named("interrupted").call(first.call(value(7)))));
  }

  @Test
  void a_result_that_is_needed_and_was_dropped_is_made_again() throws Exception {
    KilledRuns<Integer> killed = killedAfter(Task.of(this::first));
    FlowResult<Integer> result = killed.resumeWithout("first").await();
    assertThat(result.value()).isEqualTo(7);
    assertThat(done).containsExactly("first7", "first7");
    TaskRun again = result.taskRun("first");
    assertThat(again.attempts()).isEqualTo(2);
    assertThat(again.history())
        .as("the task run begins anew: nothing follows its earlier end")
        .extracting(t -> t.state().name())
        .containsExactly("Pending", "Running", "Success");
    assertThat(again.history().getFirst().state().message())
        .isEqualTo("runs again: its result is unavailable: it was dropped");
  }

  @Test
  void a_dropped_result_of_a_task_that_may_run_at_most_once_is_a_refusal_before_anything_runs()
      throws Exception {
    KilledRuns<Integer> killed = killedAfter(Task.of(this::first).atMostOnce());
    assertThatThrownBy(() -> killed.resumeWithout("first"))
        .isInstanceOf(CannotRunAgain.class)
        .hasMessageContaining("'first' may run at most once, and has run")
        .hasMessageContaining("it was dropped");
    assertThat(done).containsExactly("first7");
  }

  @Test
  void a_dropped_result_that_nothing_needs_stays_as_it_ended() throws Exception {
    KilledRuns<Integer> killed =
        killedWhileRunning(
            Flow.define(
                "f",
                f -> {
                  Node<Integer> first = Task.of(this::first).call(value(7));
                  return Task.of(this::interrupted).call().after(first);
                }));
    TaskRun before = killed.recorded().node("first").orElseThrow().own().orElseThrow();
    FlowResult<Integer> result = killed.resumeWithout("first").await();
    assertThat(done).containsExactly("first7");
    assertThat(result.taskRun("first").history()).isEqualTo(before.history());
  }

  private int interruptedThenFails() throws InterruptedException {
    interrupted();
    throw new IllegalStateException("call " + calls.get());
  }

  @Test
  void a_crash_leaves_the_retries_that_the_policy_gives() throws Exception {
    KilledRuns<Integer> killed =
        killedWhileRunning(
            Flow.define(
                "f",
                f ->
                    Task.of(this::interruptedThenFails)
                        .named("interrupted")
                        .retry(Retry.times(2).every(Duration.ofMillis(1)))
                        .call()));
    FlowResult<Integer> result = killed.resume().await();
    assertThat(calls).hasValue(4);
    assertThat(result.taskRun("interrupted").attempts()).isEqualTo(4);
  }

  private Step<Integer, String> countdown(int n) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("its run was killed before this iteration began");
    }
    done.add(Integer.toString(n));
    return n == 0 ? Step.done("lift-off") : Step.next(n - 1);
  }

  @Test
  void a_loop_resumes_at_the_iteration_it_was_at() {
    Flow<String> flow =
        Flow.define("f", f -> Task.loop(this::countdown).named("loop").call(value(5)));
    KilledRuns<String> killed = new KilledRuns<>(flow, Timekeeper.system());
    assertThat(killedOften(killed, 2).value()).isEqualTo("lift-off");
    assertThat(done).as("the loop never goes back").isSortedAccordingTo(Comparator.reverseOrder());
  }

  private static Step<Integer, Integer> hourly(int n) {
    return n == 2 ? Step.done(n) : Step.<Integer, Integer>next(n + 1).after(Duration.ofHours(1));
  }

  @Test
  void a_loop_that_waits_for_its_next_iteration_keeps_its_time() throws Exception {
    Flow<Integer> flow =
        Flow.define("f", f -> Task.loop(ResumeTest::hourly).atMostOnce().call(value(1)));
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    KilledRuns<Integer> killed = new KilledRuns<>(flow, clock);
    FlowRun<Integer> run = killed.start();
    Awaitility.await()
        .until(() -> killed.recorded().node("hourly").flatMap(node -> node.loop(-1)).isPresent());
    kill(killed, run);
    clock.advance(Duration.ofMinutes(40));
    FlowRun<Integer> again = killed.resume();
    assertThat(again.await(Duration.ofMillis(50))).isEmpty();
    clock.advance(Duration.ofMinutes(20));
    FlowResult<Integer> end = again.await();
    assertThat(end.value()).isEqualTo(2);
    assertThat(end.taskRun("hourly").state().time()).isEqualTo("2026-01-05T09:00:00Z");
    assertThat(end.taskRun("hourly").history())
        .noneMatch(t -> t.state().message().contains("crashed"));
  }

  private static int flaky() {
    if (TaskContext.current().attempt() == 1) {
      throw new IllegalStateException("not yet");
    }
    return TaskContext.current().attempt();
  }

  @Test
  void a_retry_that_waits_keeps_its_time() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(ResumeTest::flaky).retry(Retry.times(2).every(Duration.ofHours(1))).call());
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    KilledRuns<Integer> killed = new KilledRuns<>(flow, clock);
    FlowRun<Integer> run = killed.start();
    Awaitility.await().until(() -> killed.journal.written(killed.id()).contains("flaky Retrying"));
    kill(killed, run);
    clock.advance(Duration.ofMinutes(40));
    FlowRun<Integer> again = killed.resume();
    assertThat(again.await(Duration.ofMillis(1))).isEmpty();
    clock.advance(Duration.ofMinutes(20));
    FlowResult<Integer> end = again.await();
    assertThat(end.value()).isEqualTo(2);
    assertThat(end.taskRun("flaky").state().time()).isEqualTo("2026-01-05T09:00:00Z");
  }

  private static void kill(KilledRuns<?> killed, FlowRun<?> run) {
    killed.journal.killAfter(0);
    run.cancel("killed");
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
  }

  @Test
  void a_timer_and_an_approval_outlast_the_process_and_nothing_before_them_runs_again()
      throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var before = Task.of(this::first).call(value(1));
              var slept = f.sleep(Duration.ofDays(3)).after(before);
              var approved = f.approval("go on?").after(slept);
              return Task.of(this::second).call(value(2)).after(approved);
            });
    KilledRuns<Integer> killed = new KilledRuns<>(flow);
    FlowRun<Integer> run = killed.start();
    Awaitility.await().until(() -> !run.paused().isEmpty());
    kill(killed, run);
    FlowRun<Integer> again = killed.resume();
    Awaitility.await().until(() -> !again.paused().isEmpty());
    assertThat(again.paused()).extracting(TaskRun::node).containsExactly("approval");
    assertThat(again.approve("approval", "Ann")).isTrue();
    assertThat(again.await().value()).isEqualTo(20);
    assertThat(done).containsExactly("first1", "second2");
  }

  @Test
  void the_approval_of_a_task_outlasts_the_process() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f", f -> Task.of(this::first).trigger(Trigger.MANUAL).named("asked").call(value(1)));
    KilledRuns<Integer> killed = new KilledRuns<>(flow);
    FlowRun<Integer> run = killed.start();
    Awaitility.await().until(() -> !run.paused().isEmpty());
    killed.journal.killAfter(1);
    assertThat(run.approve("asked", "Ann")).isTrue();
    assertThatThrownBy(run::await).isNotNull();
    assertThat(killed.resume().await().value()).isEqualTo(1);
  }

  @Test
  void a_flow_within_a_flow_resumes_as_the_same_run() {
    Flow<Integer> inner =
        Flow.define(
            "inner",
            f -> {
              Mapped<Integer> all =
                  Task.of(this::first).map(each(Task.of(ResumeTest::upTo).call(value(4))));
              return Task.of(ResumeTest::sum).call(Task.of(this::second).map(all).collect());
            });
    Flow<Integer> outer =
        Flow.define("outer", f -> Task.of(this::second).named("last").call(f.run(inner)));
    for (int batches = 1; batches < 8; batches++) {
      done.clear();
      KilledRuns<Integer> killed = new KilledRuns<>(outer, Timekeeper.system());
      FlowResult<Integer> end = killedOften(killed, batches);
      assertThat(end.value()).isEqualTo(600);
      assertThat(end.taskRun("inner").history())
          .extracting(t -> t.state().name())
          .containsExactly("Pending", "Running", "Success");
    }
  }

  @Test
  void a_flow_within_a_flow_that_had_begun_resumes_whatever_its_upstream_does_now()
      throws Exception {
    Set<RunId> within = ConcurrentHashMap.newKeySet();
    AtomicInteger made = new AtomicInteger();
    Flow<Integer> inner =
        Flow.define(
            "inner",
            f ->
                Task.of(
                        "interrupted",
                        Integer.class,
                        (Integer x) -> {
                          within.add(TaskContext.current().runId());
                          return interrupted();
                        })
                    .call(f.parameter("x", Integer.class)));
    Flow<Integer> outer =
        Flow.define(
            "outer",
            f -> {
              Node<Integer> source = Task.of("made", Integer.class, made::incrementAndGet).call();
              Node<Boolean> open = Task.of("open", Boolean.class, () -> true).call();
              return f.<Integer>when(open, () -> f.run(inner, with("x", source)))
                  .otherwise(() -> Task.of("other", Integer.class, () -> 0).call());
            });
    KilledRuns<Integer> killed = new KilledRuns<>(outer, Timekeeper.system());
    FlowRun<Integer> run = killed.start();
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    Awaitility.await().until(() -> killed.journal.written(killed.id()).contains("inner Running"));
    kill(killed, run);
    FlowResult<Integer> again = killed.resumeWithout("made").await();
    assertThat(again.value()).isEqualTo(2);
    assertThat(made).hasValue(2);
    assertThat(within).hasSize(1);
  }

  private int plus(int x, int y) {
    done.add("plus");
    return x + y;
  }

  @Test
  void maps_within_maps_resume() {
    Flow<List<List<Integer>>> flow =
        Flow.define(
            "f",
            f ->
                f.forEach(
                        each(Task.of(ResumeTest::upTo).call(value(4))),
                        x ->
                            Task.of(this::plus)
                                .map(each(Task.of(ResumeTest::upTo).named("inner").call(x)), x)
                                .collect())
                    .collect());
    List<List<Integer>> expected = flow.run().value();
    for (int batches = 1; batches < 10; batches++) {
      KilledRuns<List<List<Integer>>> killed = new KilledRuns<>(flow, Timekeeper.system());
      assertThat(killedOften(killed, batches).value()).isEqualTo(expected);
    }
  }
}
