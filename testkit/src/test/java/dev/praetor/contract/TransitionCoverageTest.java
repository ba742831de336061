package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.QUEUED;
import static dev.praetor.StateType.RETRYING;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SCHEDULED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.Trigger;
import dev.praetor.engine.TransitionTable;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.testkit.Events;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Runs small flows until every legal transition has been made, and compares with the table. */
class TransitionCoverageTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final VisitedTransitions visited = new VisitedTransitions();

  @Test
  void every_legal_transition_is_made_by_some_run_or_reserved() throws Exception {
    codeThatEndsInEachWay();
    nodesThatDoNotRunCode();
    mapsOfEachEnd();
    approvals();
    tagLimits();
    cachedResults();
    aRetryWithoutSlot();
    deadlines();
    aRunThatIsCancelled();
    runsThatEndEarly();
    aRunThatIsKilled();
    taskRunsThatPeopleEnd();
    pausedRuns();
    assertThat(visited.ofTaskRuns)
        .isEqualTo(
            VisitedTransitions.legalWithout(
                TransitionTable.TASK_RUN, ReservedTransitions.OF_TASK_RUNS));
    assertThat(visited.ofFlowRuns)
        .isEqualTo(
            VisitedTransitions.legalWithout(
                TransitionTable.FLOW_RUN, ReservedTransitions.OF_FLOW_RUNS));
  }

  @Test
  void a_reserved_transition_is_a_legal_one() {
    assertThat(VisitedTransitions.legalWithout(TransitionTable.TASK_RUN, List.of()))
        .containsAll(ReservedTransitions.OF_TASK_RUNS);
    assertThat(VisitedTransitions.legalWithout(TransitionTable.FLOW_RUN, List.of()))
        .containsAll(ReservedTransitions.OF_FLOW_RUNS);
  }

  private void run(Flow<?> flow) {
    run(FlowTester.of(flow));
  }

  private void run(FlowTester<?> tester) {
    visited.add(tester.run().events());
  }

  static int one() {
    return 1;
  }

  static int same(int x) {
    return x;
  }

  static int skip(int x) {
    throw Signal.skip("not today");
  }

  static int fail(int x) {
    throw new IllegalStateException("no " + x);
  }

  static int hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return 1;
  }

  private static Task1<Integer, Integer> failsOnce(String name) {
    AtomicInteger calls = new AtomicInteger();
    return Task.of(name, Integer.class, (Integer x) -> calls.incrementAndGet() > 1 ? x : fail(x))
        .retry(Retry.times(1).every(HOUR));
  }

  private static Step<Integer, Integer> countdown(int n) {
    return n == 0 ? Step.done(0) : Step.next(n - 1);
  }

  private void codeThatEndsInEachWay() {
    run(
        Flow.define(
            "f",
            f -> {
              Task.of(TransitionCoverageTest::hang).timeout(Duration.ofMillis(20)).call();
              Task.loop(TransitionCoverageTest::countdown).call(value(2));
              Task.of(TransitionCoverageTest::same)
                  .call(Task.of(TransitionCoverageTest::skip).call(value(1)));
              Task.of(TransitionCoverageTest::same)
                  .named("after_failure")
                  .call(Task.of(TransitionCoverageTest::fail).call(value(1)));
              return failsOnce("flaky").call(value(1));
            }));
  }

  private void nodesThatDoNotRunCode() {
    run(
        Flow.define(
            "f",
            f -> {
              Node<?> slept = f.sleep(HOUR);
              return f.when(value(true), () -> Task.of(TransitionCoverageTest::one).call())
                  .otherwise(() -> value(2))
                  .after(slept);
            }));
  }

  private void mapsOfEachEnd() {
    Node<List<Integer>> list = value(List.of(1, 2));
    run(
        Flow.define(
            "f",
            f -> {
              Task.of(TransitionCoverageTest::skip).map(each(list));
              Task.of(TransitionCoverageTest::fail).map(each(list));
              Task.of("sum", Integer.class, Integer::sum)
                  .map(each(list), each(value(List.of(1, 2, 3))));
              return Task.of(TransitionCoverageTest::same).map(each(list)).collect();
            }));
  }

  private void approvals() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              f.approval("Publish?");
              Task.of(TransitionCoverageTest::one).named("refused").trigger(Trigger.MANUAL).call();
              return Task.of(TransitionCoverageTest::one).trigger(Trigger.MANUAL).call();
            });
    var started = FlowTester.of(flow).start();
    for (String node : List.of("approval", "refused", "one")) {
      started.events().await(node, PAUSED);
    }
    assertThat(started.run().approve("approval", "Ann")).isTrue();
    assertThat(started.run().approve("one", "Ann")).isTrue();
    assertThat(started.run().refuse("refused", "Bo", "too early")).isTrue();
    visited.add(started.finish().events());
  }

  private void tagLimits() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(TransitionCoverageTest::same)
                    .tags("db")
                    .map(each(value(List.of(1, 2, 3))))
                    .collect());
    run(FlowTester.of(flow).limit("db", 1));
  }

  private void cachedResults() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> twice = value(List.of(1, 1));
              Task.of(TransitionCoverageTest::same)
                  .cached(Cache.byRun())
                  .concurrency(1)
                  .map(each(twice));
              Task.of(TransitionCoverageTest::same)
                  .named("queued")
                  .cached(Cache.byRun())
                  .tags("db")
                  .map(each(twice));
              failsOnce("retried").cached(Cache.byRun()).concurrency(1).map(each(twice));
              var loop = Task.loop(TransitionCoverageTest::countdown).cached(Cache.byInputs());
              return loop.call(value(1)).after(loop.call(value(0)));
            });
    run(FlowTester.of(flow).limit("db", 1));
  }

  private void aRetryWithoutSlot() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of(
                      "holder",
                      Integer.class,
                      () -> {
                        release.await();
                        return 1;
                      })
                  .tags("db")
                  .call()
                  .after(f.approval("Now?"));
              return failsOnce("flaky").tags("db").call(value(1));
            });
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    var started = FlowTester.of(flow).clock(clock).limit("db", 1).start();
    started.events().await("flaky", RETRYING);
    started.events().await("approval", PAUSED);
    assertThat(started.run().approve("approval", "Ann")).isTrue();
    started.events().await("holder", RUNNING);
    clock.advance(HOUR);
    started.events().await("flaky", QUEUED);
    release.countDown();
    visited.add(started.finish().ended(SUCCESS).events());
  }

  private void deadlines() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of("holds", Integer.class, () -> SmallFlows.ignoreInterrupts(release))
                  .tags("db")
                  .call();
              Task.of(TransitionCoverageTest::one)
                  .tags("db")
                  .deadline(HOUR)
                  .call()
                  .after(f.approval("Now?"));
              return failsOnce("flaky").deadline(HOUR.dividedBy(2)).call(value(1));
            });
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    var started = FlowTester.of(flow).clock(clock).limit("db", 1).start();
    started.events().await("flaky", RETRYING);
    started.events().await("holds", RUNNING);
    assertThat(started.run().approve("approval", "Ann")).isTrue();
    started.events().await("one", QUEUED);
    clock.advance(HOUR);
    started.events().await("one", TIMED_OUT);
    release.countDown();
    visited.add(started.finish().ended("flaky", TIMED_OUT).events());
  }

  private void aRunThatIsCancelled() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              f.sleep(HOUR);
              f.approval("Publish?");
              failsOnce("flaky").call(value(1));
              Task.of("hangs", Integer.class, (Integer x) -> hang())
                  .tags("db")
                  .map(each(value(List.of(1, 2))));
              return Task.of(TransitionCoverageTest::one).call().after(f.sleep(HOUR));
            });
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    var started = FlowTester.of(flow).clock(clock).limit("db", 1).start();
    started.events().await("sleep", SCHEDULED);
    started.events().await("approval", PAUSED);
    started.events().await("flaky", RETRYING);
    started.events().await("hangs[1]", QUEUED);
    started.run().cancel("enough");
    visited.add(started.finish().ended(CANCELLED).events());
  }

  private void runsThatEndEarly() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of(TransitionCoverageTest::fail).call(value(1));
              return Task.of(TransitionCoverageTest::hang).call();
            });
    visited.add(FlowTester.of(flow).stopAtFirstFailure().run().ended(FAILED).events());
    Flow<Integer> late = flow.timeout(Duration.ofMillis(20));
    visited.add(FlowTester.of(late).run().ended(TIMED_OUT).events());
  }

  private void taskRunsThatPeopleEnd() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              f.sleep(HOUR);
              f.approval("Publish?");
              failsOnce("skipped").call(value(1));
              failsOnce("finished").call(value(1));
              Task.of("holds", Integer.class, (Integer x) -> SmallFlows.ignoreInterrupts(release))
                  .tags("db")
                  .map(each(value(List.of(1, 2, 3))));
              return Task.of(TransitionCoverageTest::one).call();
            });
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    var started = FlowTester.of(flow).clock(clock).limit("db", 1).start();
    started.events().await("sleep", SCHEDULED);
    started.events().await("approval", PAUSED);
    started.events().await("skipped", RETRYING);
    started.events().await("finished", RETRYING);
    started.events().await("holds[1]", QUEUED);
    started.events().await("holds[2]", QUEUED);
    for (String task : List.of("sleep", "approval", "skipped", "holds[1]")) {
      started.run().skip(task, "Ann", "");
    }
    for (String task : List.of("finished", "holds[2]")) {
      started.run().finish(task, 5, "Ann", "");
    }
    release.countDown();
    visited.add(started.finish().ended(SUCCESS).events());
  }

  private void pausedRuns() throws Exception {
    for (boolean fails : List.of(true, false)) {
      CountDownLatch release = new CountDownLatch(1);
      Task1<Integer, Integer> last =
          Task.of(
              "last",
              Integer.class,
              (Integer x) -> {
                release.await();
                return fails ? fail(x) : x;
              });
      var started = FlowTester.of(Flow.define("f", f -> last.call(value(1)))).start();
      started.events().await("last", RUNNING);
      started.run().pause("Ann", "");
      started.run().resume("Ann", "");
      started.run().pause("Ann", "");
      release.countDown();
      visited.add(started.finish().events());
    }
    var started =
        FlowTester.of(
                Flow.define(
                    "f", f -> Task.of(TransitionCoverageTest::one).call().after(f.approval("?"))))
            .start();
    started.events().await("approval", PAUSED);
    started.run().pause("Ann", "");
    started.run().cancel("enough");
    visited.add(started.finish().ended(CANCELLED).events());
  }

  private void aRunThatIsKilled() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "once",
                        Integer.class,
                        () -> {
                          release.await();
                          return 1;
                        })
                    .atMostOnce()
                    .call());
    KilledRuns<Integer> killed = new KilledRuns<>(flow);
    FlowRun<Integer> run = killed.start();
    Awaitility.await().until(() -> killed.journal.written(killed.id()).contains("once Running"));
    killed.journal.killAfter(0);
    release.countDown();
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    Events events = new Events();
    assertThat(killed.watchedBy(events).resume().await().state().type()).isEqualTo(FAILED);
    visited.add(events.all(), Map.of("flow", RUNNING, "once", RUNNING));
  }
}
