package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.RETRYING;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.OrderRefused;
import dev.praetor.Retry;
import dev.praetor.State;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.testkit.Events;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PauseTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> done = new CopyOnWriteArrayList<>();

  private Task1<Integer, Integer> gated(String name) {
    return Task.of(
        name,
        Integer.class,
        (Integer x) -> {
          release.await();
          done.add(name);
          return x;
        });
  }

  private Task1<Integer, Integer> noted(String name) {
    return Task.of(
        name,
        Integer.class,
        (Integer x) -> {
          done.add(name);
          return x;
        });
  }

  private Flow<Integer> firstThenSecond() {
    return Flow.define("f", f -> noted("second").call(gated("first").call(value(1))));
  }

  @Test
  void a_paused_run_begins_nothing_and_what_runs_ends_normally() throws Exception {
    var started = FlowTester.of(firstThenSecond()).start();
    started.events().await("first", RUNNING);
    started.run().pause("ada", "maintenance");
    started.events().await("flow", PAUSED);
    release.countDown();
    started.events().await("first", SUCCESS);
    assertThat(started.run().await(Duration.ofMillis(200))).isEmpty();
    assertThat(done).containsExactly("first");
    started.run().resume("bob", "the database is back");
    var run = started.finish().ended(SUCCESS);
    assertThat(done).containsExactly("first", "second");
    assertThat(run.events().stream().filter(e -> e.startsWith("flow")))
        .containsExactly("flow Running", "flow Paused", "flow Running", "flow Success");
  }

  @Test
  void a_paused_run_holds_no_slot_of_a_tag_for_what_it_does_not_begin() throws Exception {
    Flow<List<Integer>> flow =
        Flow.define("f", f -> gated("send").tags("db").map(each(value(List.of(1, 2)))).collect());
    var started = FlowTester.of(flow).limit("db", 1).start();
    started.events().await("send[1] Queued");
    started.run().pause("ada", "");
    release.countDown();
    started.events().await("send[0] Success");
    assertThat(started.run().await(Duration.ofMillis(200))).isEmpty();
    assertThat(done).hasSize(1);
    started.run().resume("ada", "");
    started.finish().ended(SUCCESS);
    assertThat(done).hasSize(2);
  }

  @Test
  void the_state_says_who_paused_a_run_why_and_what_was_running() throws Exception {
    List<State> states = new CopyOnWriteArrayList<>();
    Flow<Integer> flow = firstThenSecond().onStateChange(state -> states.add(state));
    var started = FlowTester.of(flow).start();
    started.events().await("first", RUNNING);
    started.run().pause("ada", "maintenance");
    started.run().resume("bob", "");
    release.countDown();
    started.finish().ended(SUCCESS);
    assertThat(states.stream().map(State::message))
        .contains("paused by ada: maintenance (running at that time: first)", "resumed by bob");
  }

  @Test
  void pausing_twice_or_resuming_a_run_in_progress_changes_nothing() throws Exception {
    var started = FlowTester.of(firstThenSecond()).start();
    started.events().await("first", RUNNING);
    started.run().resume("ada", "");
    started.run().pause("ada", "");
    started.run().pause("bob", "");
    started.run().resume("ada", "");
    release.countDown();
    var run = started.finish().ended(SUCCESS);
    assertThat(run.events().stream().filter("flow Paused"::equals)).hasSize(1);
    assertThatThrownBy(() -> started.run().pause("ada", ""))
        .isInstanceOf(OrderRefused.class)
        .hasMessageContaining("has already ended");
    assertThatThrownBy(() -> started.run().resume("ada", "")).isInstanceOf(OrderRefused.class);
  }

  @Test
  void elements_iterations_and_retries_wait_for_the_end_of_the_pause() throws Exception {
    CountDownLatch iterate = new CountDownLatch(1);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Task.loop(
                      "loop",
                      Integer.class,
                      (Integer n) -> {
                        done.add("loop" + n);
                        iterate.await();
                        return n == 0 ? Step.done(0) : Step.next(n - 1);
                      })
                  .call(value(1));
              Task.of(
                      "flaky",
                      Integer.class,
                      () -> {
                        done.add("flaky");
                        throw new IllegalStateException("no");
                      })
                  .retry(Retry.times(1).every(HOUR))
                  .call();
              return gated("send").concurrency(1).map(each(value(List.of(1, 2)))).collect();
            });
    SettableClock clock = SettableClock.manual(START);
    var started = FlowTester.of(flow).clock(clock).start();
    started.events().await("send[0]", RUNNING);
    started.events().await("flaky", RETRYING);
    started.events().await("loop", RUNNING);
    started.run().pause("ada", "");
    release.countDown();
    iterate.countDown();
    started.events().await("send[0]", SUCCESS);
    clock.advance(HOUR);
    assertThat(started.run().await(Duration.ofMillis(200))).isEmpty();
    assertThat(done).containsExactlyInAnyOrder("loop1", "flaky", "send");
    started.run().resume("ada", "");
    started.finish();
    assertThat(done).containsExactlyInAnyOrder("loop1", "flaky", "send", "loop0", "flaky", "send");
  }

  @Test
  void the_runs_within_a_paused_run_pause_too_and_no_other_begins() throws Exception {
    Flow<Integer> child =
        Flow.define("child", f -> noted("inner").call(gated("innerFirst").call(value(1))));
    Flow<Integer> later = Flow.define("later", f -> noted("other").call(value(1)));
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var approved = f.approval("?");
              f.run(later).after(approved);
              return f.run(child);
            });
    var started = FlowTester.of(flow).start();
    started.events().await("child", RUNNING);
    started.events().await("approval", PAUSED);
    started.run().pause("ada", "");
    started.run().approve("approval", "ada");
    release.countDown();
    assertThat(started.run().await(Duration.ofMillis(300))).isEmpty();
    assertThat(done).doesNotContain("inner", "other");
    started.run().resume("ada", "");
    started.finish().ended(SUCCESS);
    assertThat(done).contains("inner", "other");
  }

  @Test
  void a_paused_run_can_be_cancelled_and_its_held_runs_do_not_begin() throws Exception {
    Flow<Integer> later = Flow.define("later", f -> noted("other").call(value(1)));
    Flow<Integer> flow = Flow.define("f", f -> f.run(later).after(f.approval("?")));
    var started = FlowTester.of(flow).start();
    started.events().await("approval", PAUSED);
    started.run().pause("ada", "");
    started.run().approve("approval", "ada");
    started.run().cancel("enough");
    started.finish().ended(CANCELLED).ended("later", CANCELLED);
    assertThat(done).isEmpty();
    assertThatThrownBy(() -> started.run().pause("ada", "")).isInstanceOf(OrderRefused.class);
  }

  @Test
  void the_timeout_of_a_flow_stands_still_while_it_is_paused() throws Exception {
    Flow<Integer> flow =
        Flow.<Integer>define("f", f -> noted("t").call(value(1)).after(f.approval("?")))
            .timeout(HOUR);
    SettableClock clock = SettableClock.manual(START);
    var started = FlowTester.of(flow).clock(clock).start();
    started.events().await("approval", PAUSED);
    clock.advance(Duration.ofMinutes(50));
    started.run().pause("ada", "");
    clock.advance(Duration.ofHours(5));
    started.run().resume("ada", "");
    clock.advance(Duration.ofMinutes(9));
    assertThat(started.run().await(Duration.ofMillis(200))).isEmpty();
    clock.advance(HOUR);
    started.finish().ended(TIMED_OUT);
  }

  @Test
  void a_retry_of_a_flow_begins_paused_if_the_flow_was_paused_before_it() throws Exception {
    Flow<Integer> flow =
        Flow.<Integer>define(
                "f",
                f ->
                    Task.of(
                            "once",
                            Integer.class,
                            () -> {
                              done.add("once");
                              if (done.size() == 1) {
                                throw new IllegalStateException("no");
                              }
                              return 1;
                            })
                        .call())
            .retry(Retry.times(1).every(HOUR));
    SettableClock clock = SettableClock.manual(START);
    var started = FlowTester.of(flow).clock(clock).start();
    started.events().await("flow Failed");
    started.run().pause("ada", "");
    Awaitility.await()
        .until(() -> {
          clock.advance(HOUR);
          return started.events().all().contains("flow Paused");
        });
    assertThat(done).containsExactly("once");
    started.run().resume("ada", "");
    started.finish().ended(SUCCESS);
  }

  @Test
  void a_paused_run_whose_process_dies_stays_paused_and_keeps_its_timeout() throws Exception {
    SettableClock clock = SettableClock.manual(START);
    Flow<Integer> flow = firstThenSecond().timeout(HOUR);
    KilledRuns<Integer> killed = new KilledRuns<>(flow, clock);
    Events before = new Events();
    FlowRun<Integer> run = killed.watchedBy(before).start();
    before.await("first", RUNNING);
    clock.advance(Duration.ofMinutes(30));
    Awaitility.await().until(() -> killed.journal.written(killed.id()).contains("first Running"));
    run.pause("ada", "maintenance");
    Awaitility.await()
        .until(() -> killed.journal.recorded(killed.id()).header().state() instanceof State.Paused);
    killed.journal.killAfter(0);
    release.countDown();
    run.cancel("nobody");
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    done.clear();
    clock.advance(Duration.ofHours(5));
    Events events = new Events();
    FlowRun<Integer> again = killed.watchedBy(events).resume();
    events.await("flow", PAUSED);
    events.await("first", RETRYING);
    assertThat(again.await(Duration.ofMillis(200))).isEmpty();
    assertThat(done).isEmpty();
    again.resume("bob", "");
    assertThat(again.await(Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(1))).orElseThrow().value())
        .isEqualTo(1);
    assertThat(done).containsExactly("first", "second");
  }
}
