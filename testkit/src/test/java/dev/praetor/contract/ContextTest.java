package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.Retry;
import dev.praetor.Secret;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.TaskRun;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextTest {
  enum Colour {
    RED,
    GREEN
  }

  record Point(int x, int y) {}

  @Test
  void parameters_have_types_defaults_and_allowed_values() {
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Parameter<Point> at = f.parameter("at", Point.class);
              Parameter<Colour> colour = f.parameter("colour", Colour.RED).oneOf(Colour.RED);
              Parameter<LocalDate> day = f.parameter("day", LocalDate.class);
              Parameter<Long> many = f.parameter("many", 5L);
              return Task.of(
                      "all",
                      String.class,
                      (Point p, Colour c, LocalDate d, Long m) ->
                          p.x() + " " + c + " " + d + " " + m)
                  .call(at, colour, day, many);
            });
    assertThat(
            FlowTester.of(flow)
                .run(
                    with("at", java.util.Map.of("x", 1, "y", 2)),
                    with("day", "2026-01-05"),
                    with("many", 7))
                .value())
        .isEqualTo("1 RED 2026-01-05 7");
    assertThatThrownBy(() ->
            flow.run(
                with("at", new Point(1, 2)), with("day", LocalDate.EPOCH), with("colour", "GREEN")))
        .hasMessageContaining("f/colour: must be one of [RED], not the text 'GREEN'");
    assertThatThrownBy(() -> flow.run(with("at", "here"), with("day", "soon"), with("many", 1.5)))
        .hasMessageContainingAll(
            "f/at: must be Point", "f/day: must be LocalDate", "f/many: must be Long");
  }

  @Test
  void a_task_can_ask_who_it_is() {
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    Flow<List<Integer>> flow =
        Flow.define(
            "asking",
            f ->
                Task.of(
                        "ask",
                        Integer.class,
                        (Integer x) -> {
                          TaskContext me = TaskContext.current();
                          said.add(
                              me.flow()
                                  + " "
                                  + me.taskRun()
                                  + " "
                                  + me.attempt()
                                  + " "
                                  + me.index()
                                  + " "
                                  + me.label()
                                  + " "
                                  + me.scheduledTime()
                                  + " "
                                  + me.parameters());
                          if (me.attempt() == 1) {
                            throw new IllegalStateException("again");
                          }
                          return x;
                        })
                    .label(x -> "n" + x)
                    .retry(Retry.times(1).every(Duration.ofDays(1)))
                    .map(each(f.parameter("list", List.of(9))))
                    .collect());
    FlowTester.of(flow).run().ended("Success");
    assertThat(said)
        .containsExactly(
            "asking ask[0] 1 0 n9 2026-01-05T08:00:00Z {list=[9]}",
            "asking ask[0] 2 0 n9 2026-01-05T08:00:00Z {list=[9]}");
  }

  @Test
  void outside_a_task_the_context_and_secrets_say_so() {
    assertThatThrownBy(TaskContext::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only inside a task");
    assertThatThrownBy(() -> Secret.named("TOKEN").get())
        .hasMessageContaining("only inside a task");
  }

  static String useSecret() {
    return "token is " + Secret.named("TOKEN").get();
  }

  @Test
  void a_secret_that_is_not_declared_or_not_there_is_refused() {
    Flow<String> undeclared = Flow.define("f", f -> Task.of(ContextTest::useSecret).call());
    FlowTester.of(undeclared)
        .secret("TOKEN", "s3cr3t")
        .run()
        .ended("Failed")
        .says("use_secret", "does not declare secret 'TOKEN'");
    Flow<String> absent =
        Flow.define("f", f -> Task.of(ContextTest::useSecret).secrets("TOKEN").call());
    FlowTester.of(absent).run().ended("Failed").says("use_secret", "there is no secret 'TOKEN'");
  }

  @Test
  void a_secret_that_was_read_is_masked_in_messages_failures_and_the_document() {
    String secret = "s3cr\"3t+/value";
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<String> leaked = Task.of(ContextTest::useSecret).secrets("TOKEN").call();
              Task.of(
                      "leak",
                      String.class,
                      (String text) -> {
                        throw new IllegalStateException(
                            text, new RuntimeException("again " + text));
                      })
                  .call(leaked);
              return leaked;
            });
    TestRun<String> run = FlowTester.of(flow).secret("TOKEN", secret).run().ended("Failed");
    assertThat(run.taskRun("leak").toString()).doesNotContain(secret).contains("***");
    assertThat(run.state().toString()).doesNotContain(secret);
    var settings =
        dev.praetor.engine.local.LocalRun.of(flow)
            .with(s -> s.withSecrets(name -> java.util.Optional.of(secret)));
    var finished = (dev.praetor.engine.run.FinishedRun) (Object) settings.run();
    String document = dev.praetor.engine.run.RunDocument.text(flow.definition(), finished);
    assertThat(document).doesNotContain("s3cr", "3t+/value").contains("token is ***");
  }

  @Test
  void hooks_see_every_state_each_failed_attempt_and_the_final_failure() {
    List<String> states = Collections.synchronizedList(new ArrayList<>());
    List<String> attempts = Collections.synchronizedList(new ArrayList<>());
    List<TaskRun> failures = Collections.synchronizedList(new ArrayList<>());
    List<State> flowStates = Collections.synchronizedList(new ArrayList<>());
    Flow<Integer> flow =
        Flow.define(
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
    FlowTester.of(flow).run().ended("Failed");
    assertThat(states).containsExactly("Running", "Retrying", "Running", "Failed");
    assertThat(attempts).containsExactly("no", "no");
    assertThat(failures).hasSize(1);
    assertThat(flowStates).extracting(State::name).containsExactly("Running", "Failed");
  }

  @Test
  void a_hook_that_throws_or_hangs_changes_nothing() {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of("t", Integer.class, () -> 1)
                    .onStateChange(run -> {
                      throw new IllegalStateException("broken hook");
                    })
                    .onStateChange(run -> new CountDownLatch(1).await())
                    .onStateChange(run -> told.add(run.state().name()))
                    .call());
    FlowTester.of(flow).hookLimit(Duration.ofMillis(50)).run().ended("Success");
    assertThat(told).containsExactly("Running", "Success");
  }

  @Test
  void tags_limit_how_many_run_at_once_and_the_others_are_queued_with_the_reason()
      throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch release = new CountDownLatch(1);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "query",
                        Integer.class,
                        (Integer x) -> {
                          most.accumulateAndGet(now.incrementAndGet(), Math::max);
                          release.await();
                          now.decrementAndGet();
                          return x;
                        })
                    .tags("db")
                    .map(each(value(IntStream.range(0, 20).boxed().toList())))
                    .collect());
    var started = FlowTester.of(flow).limit("db", 2).start();
    started.events().awaitCount("] Queued", 18);
    release.countDown();
    TestRun<List<Integer>> run = started.finish().ended("Success");
    assertThat(most.get()).isEqualTo(2);
    assertThat(run.taskRun("query", 19).history())
        .anyMatch(t -> t.state() instanceof State.Queued q && q.message().contains("'db' (2)"));
  }

  @Test
  void a_cached_result_is_reused_and_hit_and_miss_say_why() {
    AtomicInteger calls = new AtomicInteger();
    FlowTester<Integer> tester = FlowTester.of(squares(calls));
    TestRun<Integer> first = tester.run(with("x", 3)).ended("square", "Success");
    assertThat(first.taskRun("square").history())
        .anyMatch(t -> t.state().message().contains("no result is kept yet"));
    tester.run(with("x", 3)).ended("square", "Cached").says("square", "was reused");
    TestRun<Integer> other = tester.run(with("x", 4)).ended("square", "Success");
    assertThat(other.taskRun("square").history())
        .anyMatch(t -> t.state().message().contains("input 1 differs"));
    assertThat(calls.get()).isEqualTo(2);
  }

  @Test
  void without_a_store_each_run_and_each_tester_has_a_cache_of_its_own() {
    AtomicInteger calls = new AtomicInteger();
    Flow<Integer> flow = squares(calls);
    FlowTester.of(flow).run(with("x", 3)).ended("square", "Success");
    FlowTester.of(flow).run(with("x", 3)).ended("square", "Success");
    assertThat(flow.run(with("x", 3)).taskRun("square").state().name()).isEqualTo("Success");
    assertThat(flow.run(with("x", 3)).taskRun("square").state().name()).isEqualTo("Success");
    assertThat(calls.get()).isEqualTo(4);
  }

  @Test
  void a_cached_result_grows_old_by_the_clock_of_the_test() {
    FlowTester<Integer> tester = FlowTester.of(squares(new AtomicInteger()));
    tester.run(with("x", 3)).ended("square", "Success");
    tester.clock().advance(Duration.ofMinutes(59));
    tester.run(with("x", 3)).ended("square", "Cached");
    tester.clock().advance(Duration.ofMinutes(2));
    TestRun<Integer> late = tester.run(with("x", 3)).ended("square", "Success");
    assertThat(late.taskRun("square").history())
        .anyMatch(t -> t.state().message().contains("has expired"));
  }

  private static Flow<Integer> squares(AtomicInteger calls) {
    return Flow.define(
        "f",
        f ->
            Task.of(
                    "square",
                    Integer.class,
                    (Integer x) -> {
                      calls.incrementAndGet();
                      return x * x;
                    })
                .cached(Cache.byInputs().forAtMost(Duration.ofHours(1)))
                .call(f.parameter("x", Integer.class)));
  }

  @Test
  void of_several_runs_with_one_key_only_one_computes_when_the_cache_is_exclusive() {
    AtomicInteger calls = new AtomicInteger();
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("slow", Integer.class, (Integer x) -> calls.incrementAndGet())
                    .cached(Cache.byInputs().exclusively())
                    .map(each(value(Collections.nCopies(50, 7))))
                    .collect());
    assertThat(FlowTester.of(flow).run().value()).containsOnly(1);
    assertThat(calls.get()).isEqualTo(1);
  }

  @Test
  void a_run_has_a_name_people_can_read() {
    Flow<Integer> flow =
        Flow.define(
                "f",
                f -> Task.of("t", Integer.class, (String o) -> 1).call(f.parameter("office", "DC")))
            .runName("reminder {office} {scheduled:yyyy-MM-dd}");
    assertThat(FlowTester.of(flow).run().runName()).isEqualTo("reminder DC 2026-01-05");
  }

  @Test
  void the_same_sources_give_the_same_version_and_another_option_another() {
    Flow<Integer> flow = Flow.define("f", f -> Task.of("t", Integer.class, () -> 1).call());
    Flow<Integer> again = Flow.define("f", f -> Task.of("t", Integer.class, () -> 1).call());
    Flow<Integer> retried =
        Flow.define("f", f -> Task.of("t", Integer.class, () -> 1).retry(Retry.times(1)).call());
    assertThat(flow.spec().version()).isEqualTo(again.spec().version()).hasSize(64);
    assertThat(flow.spec().version()).isNotEqualTo(retried.spec().version());
  }

  @Test
  void a_picture_has_stacks_for_mapped_nodes_dashes_for_mapped_edges_and_states_in_words() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("twice", Integer.class, (Integer x) -> 2 * x)
                    .map(
                        each(
                            Task.of(
                                    "numbers",
                                    new dev.praetor.TypeRef<List<Integer>>() {},
                                    () -> List.of(1, 2))
                                .call()))
                    .collect());
    assertThat(flow.draw().mermaid()).contains("n0[\"numbers\"]", "n1[[\"twice\"]]", "n0 -.-> n1");
    assertThat(flow.draw().dot()).contains("peripheries=2", "style=dashed");
    assertThat(flow.draw().svg()).startsWith("<svg").contains("stroke-dasharray", ">twice<");
    assertThat(flow.draw(flow.run()).mermaid())
        .contains("twice<br/>2 Success", "numbers<br/>Success");
  }
}
