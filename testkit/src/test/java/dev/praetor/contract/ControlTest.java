package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.Resource;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.State;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ControlTest {
  static String rest() {
    return "rest";
  }

  static String work() {
    return "work";
  }

  static boolean weekend(String day) {
    return day.startsWith("S");
  }

  private static Flow<String> day() {
    return Flow.define(
        "day",
        f -> {
          Parameter<String> day = f.parameter("day", String.class);
          return f.when(
                  Task.of(ControlTest::weekend).call(day), () -> Task.of(ControlTest::rest).call())
              .otherwise(() -> Task.of(ControlTest::work).call());
        });
  }

  @Test
  void branches_not_taken_are_skipped_with_the_conditions_value_in_the_message() {
    FlowTester.of(day())
        .run(with("day", "Sunday"))
        .ended("rest", "Success")
        .ended("work", "Skipped")
        .says("work", "the condition is true");
    assertThat(FlowTester.of(day()).run(with("day", "Monday")).value()).isEqualTo("work");
  }

  @Test
  void a_branch_that_returns_null_is_merged_by_state_not_by_value() {
    Flow<@Nullable String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Boolean> yes = value(true);
              return f.<@Nullable String>when(
                      yes, () -> Task.of("nothing", String.class, () -> (String) null).call())
                  .otherwise(() -> Task.of(ControlTest::work).call());
            });
    assertThat(FlowTester.of(flow).run().ended("Success").value()).isNull();
  }

  @Test
  void a_branch_that_skips_itself_skips_the_merge_and_one_that_fails_fails_it() {
    for (String how : List.of("Skipped", "TriggerFailed")) {
      Flow<String> flow =
          Flow.define(
              "f",
              f -> {
                Node<Boolean> yes = value(true);
                return f.when(
                        yes,
                        () ->
                            Task.of(
                                    "branch",
                                    String.class,
                                    () -> {
                                      if (how.equals("Skipped")) {
                                        throw Signal.skip("not now");
                                      }
                                      throw new IllegalStateException("broken");
                                    })
                                .call())
                    .otherwise(() -> Task.of(ControlTest::work).call());
              });
      FlowTester.of(flow).run().ended("merge", how);
    }
  }

  @Test
  void match_takes_the_branch_of_a_value_and_otherwise_the_last() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                f.match(f.parameter("n", Integer.class))
                    .<String>on(1, () -> value("one"))
                    .on(2, () -> value("two"))
                    .otherwise(() -> value("many")));
    assertThat(FlowTester.of(flow).run(with("n", 1)).value()).isEqualTo("one");
    assertThat(FlowTester.of(flow).run(with("n", 2)).value()).isEqualTo("two");
    assertThat(FlowTester.of(flow).run(with("n", 3)).value()).isEqualTo("many");
  }

  @Test
  void everything_inside_a_branch_is_skipped_with_it_also_inner_branches_and_maps() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<Boolean> no = value(false);
              f.when(
                  no,
                  () -> {
                    Task.of("mapped", Integer.class, (Integer x) -> x)
                        .map(each(value(List.of(1, 2))));
                    Node<Boolean> inner = Task.of("inner", Boolean.class, () -> true).call();
                    return f.when(inner, () -> Task.of(ControlTest::rest).call())
                        .otherwise(() -> value("x"));
                  });
              return Task.of(ControlTest::work).call();
            });
    FlowTester.of(flow)
        .run()
        .ended("Success")
        .ended("mapped", "Skipped")
        .ended("inner", "Skipped")
        .ended("rest", "Skipped")
        .ended("merge", "Skipped")
        .ended("work", "Success");
  }

  static Step<Integer, String> countdown(int n) {
    return n == 0 ? Step.done("lift-off") : Step.next(n - 1);
  }

  @Test
  void every_iteration_of_a_loop_is_recorded_with_its_state() {
    Flow<String> flow = Flow.define("f", f -> Task.loop(ControlTest::countdown).call(value(3)));
    TestRun<String> run = FlowTester.of(flow).run().ended("Success");
    assertThat(run.value()).isEqualTo("lift-off");
    assertThat(run.taskRun("countdown").history())
        .extracting(t -> t.state().message())
        .contains("iteration 2 with 2", "iteration 3 with 1", "iteration 4 with 0");
  }

  @Test
  void each_iteration_has_its_own_retry_budget() {
    AtomicInteger calls = new AtomicInteger();
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.<Integer, Integer>loop(
                        "flaky",
                        Integer.class,
                        (Integer n) -> {
                          if (calls.incrementAndGet() % 2 == 1) {
                            throw new IllegalStateException("every other call");
                          }
                          return n == 3 ? Step.done(n) : Step.next(n + 1);
                        })
                    .retry(Retry.times(1))
                    .call(value(0)));
    TestRun<Integer> run = FlowTester.of(flow).run().ended("Success");
    assertThat(run.value()).isEqualTo(3);
    run.took("flaky", 8);
  }

  @Test
  void an_approval_waits_without_a_thread_and_nothing_before_it_runs_again() throws Exception {
    AtomicInteger before = new AtomicInteger();
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              var first = Task.of("before", Integer.class, before::incrementAndGet).call();
              var approved = f.approval("Publish?").after(first);
              return Task.of(ControlTest::work).call().after(approved);
            });
    var started = FlowTester.of(flow).start();
    started.events().await("approval Paused");
    assertThat(started.run().paused().getFirst().state().message()).isEqualTo("Publish?");
    assertThat(started.run().approve("approval", "Ann")).isTrue();
    started.finish().ended("Success").says("approval", "approved by Ann");
    assertThat(before.get()).isEqualTo(1);
  }

  @Test
  void a_refused_approval_is_failed_for_good_and_so_is_one_past_its_deadline() throws Exception {
    Flow<String> flow =
        Flow.define("f", f -> Task.of(ControlTest::work).call().after(f.approval("Publish?")));
    var started = FlowTester.of(flow).start();
    started.events().await("approval Paused");
    assertThat(started.run().refuse("approval", "Bo", "too early")).isTrue();
    started
        .finish()
        .ended("Failed")
        .ended("approval", "Failed")
        .says("approval", "refused by Bo: too early");
    Flow<String> late =
        Flow.define(
            "f",
            f ->
                Task.of(ControlTest::work)
                    .call()
                    .after(f.approval("Publish?", Duration.ofDays(2))));
    FlowTester.of(late).run().ended("approval", "Failed").says("approval", "nobody approved");
  }

  @Test
  void sleep_and_wait_until_are_timers_that_hold_no_thread() {
    Instant target = Instant.parse("2026-01-07T12:00:00Z");
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              var slept = f.sleep(Duration.ofHours(5));
              var waited = f.waitUntil(target).after(slept);
              return Task.of(ControlTest::work).call().after(waited);
            });
    SettableClock clock = SettableClock.at(Instant.parse("2026-01-05T08:00:00Z"));
    TestRun<String> run = FlowTester.of(flow).clock(clock).run().ended("Success");
    assertThat(clock.instant()).isEqualTo(target);
    assertThat(run.taskRun("sleep").history())
        .anyMatch(t ->
            t.state() instanceof State.Scheduled s
                && s.at().equals(Instant.parse("2026-01-05T13:00:00Z")));
  }

  @Test
  void a_time_that_has_passed_is_not_waited_for_and_one_a_task_gives_is() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                Task.of(ControlTest::work)
                    .call()
                    .after(
                        f.waitUntil(Instant.EPOCH),
                        f.waitUntil(
                            Task.of(
                                    "soon",
                                    Instant.class,
                                    () -> Instant.parse("2026-01-05T09:00:00Z"))
                                .call())));
    FlowTester<String> tester = FlowTester.of(flow);
    tester.run().ended("Success");
    assertThat(tester.clock().instant()).isEqualTo("2026-01-05T09:00:00Z");
  }

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private Resource<String> resource() {
    return Resource.of(
        "cluster",
        () -> {
          log.add("up");
          return "cluster-1";
        },
        name -> log.add("down " + name));
  }

  @Test
  void using_sets_up_before_and_cleans_up_after() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                f.using(
                    resource(),
                    cluster ->
                        Task.of(
                                "use",
                                String.class,
                                (String c) -> {
                                  log.add("use " + c);
                                  return c;
                                })
                            .call(cluster)));
    assertThat(FlowTester.of(flow).run().value()).isEqualTo("cluster-1");
    assertThat(log).containsExactly("up", "use cluster-1", "down cluster-1");
  }

  @Test
  void the_clean_up_of_using_runs_after_failure_and_does_not_hide_it() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                f.using(
                    resource(),
                    cluster ->
                        Task.of(
                                "use",
                                String.class,
                                (String c) -> {
                                  throw new IllegalStateException("broken");
                                })
                            .call(cluster)));
    FlowTester.of(flow).run().ended("Failed").ended("cluster_cleanup", "Success");
    assertThat(log).containsExactly("up", "down cluster-1");
  }

  private Flow<String> hanging() {
    return Flow.define(
        "f",
        f ->
            f.using(
                resource(),
                cluster ->
                    Task.of(
                            "use",
                            String.class,
                            (String c) -> {
                              new CountDownLatch(1).await();
                              return c;
                            })
                        .call(cluster)));
  }

  @Test
  void the_clean_up_of_using_runs_after_cancel() throws Exception {
    var started = FlowTester.of(hanging()).start();
    started.events().await("use Running");
    started.run().cancel("enough");
    started
        .finish()
        .ended("Cancelled")
        .ended("use", "Cancelled")
        .ended("cluster_cleanup", "Success");
    assertThat(log).containsExactly("up", "down cluster-1");
  }

  @Test
  void the_clean_up_of_using_runs_after_a_timeout_of_the_flow() {
    FlowTester.of(hanging().timeout(Duration.ofMillis(50)))
        .run()
        .ended("TimedOut")
        .ended("use", "Cancelled")
        .ended("cluster_cleanup", "Success");
    assertThat(log).containsExactly("up", "down cluster-1");
  }

  @Test
  void where_the_set_up_failed_the_clean_up_is_skipped() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                f.using(
                    Resource.<String>of(
                        "cluster",
                        () -> {
                          throw new IllegalStateException("no room");
                        },
                        name -> log.add("down")),
                    cluster -> Task.of("use", String.class, (String c) -> c).call(cluster)));
    FlowTester.of(flow)
        .run()
        .ended("Failed")
        .ended("use", "TriggerFailed")
        .ended("cluster_cleanup", "Skipped");
    assertThat(log).isEmpty();
  }

  private static final Flow<Integer> CHILD =
      Flow.define(
          "child",
          f ->
              Task.of(
                      "half",
                      Integer.class,
                      (Integer n) -> {
                        if (n % 2 == 1) {
                          throw new IllegalArgumentException(n + " is odd");
                        }
                        return n / 2;
                      })
                  .call(f.parameter("n", Integer.class)));

  @Test
  void a_flow_in_a_flow_gives_its_value_and_its_failure_fails_the_node() {
    Flow<Integer> parent =
        Flow.define(
            "parent",
            f ->
                Task.of("next", Integer.class, (Integer x) -> x + 1)
                    .call(f.run(CHILD, with("n", f.parameter("n", Integer.class)))));
    assertThat(FlowTester.of(parent).run(with("n", 8)).value()).isEqualTo(5);
    FlowTester.of(parent)
        .run(with("n", 3))
        .ended("Failed")
        .ended("child", "Failed")
        .says("child", "3 is odd")
        .ended("next", "TriggerFailed");
  }

  @Test
  void a_flow_in_a_flow_is_cancelled_with_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    Flow<Integer> child =
        Flow.define(
            "child",
            f ->
                Task.of(
                        "hang",
                        Integer.class,
                        () -> {
                          begun.countDown();
                          try {
                            new CountDownLatch(1).await();
                          } catch (InterruptedException e) {
                            interrupted.incrementAndGet();
                            throw e;
                          }
                          return 1;
                        })
                    .call());
    Flow<Integer> parent = Flow.define("parent", f -> f.run(child));
    var started = FlowTester.of(parent).start();
    begun.await();
    started.run().cancel("enough");
    started.finish().ended("Cancelled").ended("child", "Cancelled");
    assertThat(interrupted.get()).isEqualTo(1);
  }
}
