package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Parameter;
import dev.praetor.Praetor;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.Variable;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of an engine inside an application, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class EngineTest {
  private final StoreLocation location;
  private final Home home;

  EngineTest(Places place) {
    String address = place.freshAddress();
    location = place.location(address);
    home = place.at(address);
  }

  private static Flow<String> greeting() {
    var greet = Task.of("greet", String.class, (String name) -> "Hello " + name);
    return Flow.define(
        "greeting",
        flow -> {
          Parameter<String> name = flow.parameter("name", String.class);
          return greet.call(name);
        });
  }

  @Test
  void a_run_returns_its_value_and_is_recorded() {
    try (PraetorEngine praetor = Praetor.open(home)) {
      FlowResult<String> result = praetor.run(greeting(), with("name", "Ann"));
      assertThat(result.value()).isEqualTo("Hello Ann");
      StoredRun recorded = praetor.find(result.id()).orElseThrow();
      assertThat(recorded.state().type()).isEqualTo(StateType.SUCCESS);
    }
    try (PraetorEngine again = Praetor.open(home)) {
      assertThat(again.history().list(RunFilter.all())).hasSize(1);
    }
  }

  @Test
  void of_all_starts_with_one_key_one_makes_a_run() throws Exception {
    try (PraetorEngine praetor = Praetor.open(home)) {
      StartOptions once = StartOptions.NONE.key("order 7");
      EngineRun<String> first = praetor.start(greeting(), once, with("name", "Ann"));
      EngineRun<String> second = praetor.start(greeting(), once, with("name", "Bob"));
      assertThat(first.isNew()).isTrue();
      assertThat(second.isNew()).isFalse();
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.await().value()).isEqualTo("Hello Ann");
    }
  }

  @Test
  void a_run_that_is_due_later_waits_and_then_starts() throws Exception {
    try (PraetorEngine praetor = Praetor.open(home)) {
      Instant due = Instant.now().plusSeconds(1);
      EngineRun<String> run =
          praetor.start(
              greeting(), StartOptions.at(due).label("team", "sales"), with("name", "Ann"));
      assertThat(run.recorded().state().type()).isEqualTo(StateType.SCHEDULED);
      assertThat(praetor.waiting(run.id())).hasAtLeastOneElementOfType(WaitReason.NotDue.class);
      assertThat(run.await().value()).isEqualTo("Hello Ann");
      assertThat(run.recorded().times().started().orElseThrow()).isAfterOrEqualTo(due);
      assertThat(run.recorded().entry().labels()).containsEntry("team", "sales");
    }
  }

  @Test
  void a_run_that_is_due_in_the_past_is_due_when_it_is_made() throws Exception {
    try (PraetorEngine praetor = Praetor.open(home)) {
      StartOptions past = StartOptions.at(Instant.parse("2025-01-01T00:00:00Z"));
      EngineRun<String> run = praetor.start(greeting(), past, with("name", "Ann"));
      assertThat(run.await().value()).isEqualTo("Hello Ann");
      assertThat(run.recorded().times().scheduled()).isEqualTo(run.recorded().times().created());
    }
  }

  @Test
  void a_flow_has_at_most_as_many_runs_in_progress_as_its_limit() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    var hold =
        Task.of(
            "hold",
            Integer.class,
            (Integer n) -> {
              open.await();
              return n;
            });
    Flow<Integer> flow = Flow.define("holding", f -> hold.call(value(1)));
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.limits().set(RunLimit.Scope.FLOW, "holding", 2, "ann");
      List<EngineRun<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(praetor.start(flow));
      }
      assertThat(runs.get(2).recorded().state().type()).isEqualTo(StateType.QUEUED);
      assertThat(praetor.waiting(runs.get(2).id()))
          .containsExactly(
              new WaitReason.FlowLimit(2, List.of(runs.get(0).id(), runs.get(1).id())));
      assertThat(praetor.waiting(runs.get(3).id()))
          .hasAtLeastOneElementOfType(WaitReason.Behind.class);
      open.countDown();
      for (EngineRun<Integer> run : runs) {
        assertThat(run.await().value()).isEqualTo(1);
      }
    }
  }

  private static Flow<Integer> holding(CountDownLatch open) {
    var hold =
        Task.of(
            "hold",
            Integer.class,
            (Integer n) -> {
              open.await();
              return n;
            });
    return Flow.define("holding", f -> hold.call(f.parameter("n", Integer.class).secret()));
  }

  @Test
  void a_run_that_is_started_here_waits_for_the_limit_of_its_flow_with_its_secret_parameters()
      throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    Flow<Integer> flow = holding(open);
    try (PraetorEngine praetor = Praetor.open(home);
        PraetorEngine other = Praetor.open(home)) {
      other.serve(holding(new CountDownLatch(0)));
      praetor.limits().set(RunLimit.Scope.FLOW, "holding", 1, "ann");
      EngineRun<Integer> first = praetor.start(flow, StartOptions.NONE.here(), with("n", 1));
      EngineRun<Integer> next = praetor.start(flow, StartOptions.NONE.here(), with("n", 2));
      assertThat(praetor.waiting(next.id()))
          .containsExactly(new WaitReason.FlowLimit(1, List.of(first.id())));
      open.countDown();
      assertThat(first.await().value()).isEqualTo(1);
      assertThat(next.awaitHere().value()).isEqualTo(2);
    }
  }

  @Test
  void a_run_that_waits_here_is_cancelled_before_it_starts() throws Exception {
    try (PraetorEngine praetor = Praetor.open(home)) {
      StartOptions later = StartOptions.at(Instant.now().plusSeconds(3_600)).here();
      EngineRun<Integer> run = praetor.start(holding(new CountDownLatch(0)), later, with("n", 1));
      run.cancel("not needed");
      assertThat(run.awaitHere().state().type()).isEqualTo(StateType.CANCELLED);
      assertThat(run.await().state().message()).isEqualTo("not needed");
      assertThat(run.recorded().state().type()).isEqualTo(StateType.CANCELLED);
    }
  }

  @Test
  void a_restart_reuses_what_succeeded_and_keeps_to_the_limit_of_its_flow() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(1);
    var count = Task.of("count", Integer.class, (Integer n) -> calls.incrementAndGet());
    var fail =
        Task.of(
            "fail",
            Integer.class,
            (Integer n) -> {
              if (open.getCount() > 0) {
                throw new IllegalStateException("not yet");
              }
              return n;
            });
    Flow<Integer> flow = Flow.define("counting", f -> fail.call(count.call(value(1))));
    try (PraetorEngine praetor = Praetor.open(home)) {
      FlowResult<Integer> failed = praetor.run(flow);
      assertThat(failed.state().type()).isEqualTo(StateType.FAILED);
      open.countDown();
      Restart<Integer> restart = praetor.planRestart(failed.id(), flow, "failed");
      assertThat(restart.plan().nodes()).hasSize(2);
      EngineRun<Integer> again = praetor.start(restart, StartOptions.NONE.label("why", "again"));
      assertThat(again.await().value()).isEqualTo(1);
      assertThat(calls).hasValue(1);
      assertThat(again.recorded().restartOf()).contains(failed.id());
      assertThat(again.recorded().entry().labels()).containsEntry("why", "again");
    }
  }

  @Test
  void a_task_reads_the_variables_of_the_home_or_those_of_another_source() {
    Flow<String> flow =
        Flow.define(
            "reading",
            f -> Task.of("read", String.class, () -> Variable.named("CHANNEL").get()).call());
    try (PraetorEngine praetor = Praetor.open(home)) {
      assertThat(praetor.run(flow).state().toString())
          .contains("set it in project 'default': praetor variables set CHANNEL VALUE")
          .contains("set the environment variable PRAETOR_VARIABLE_CHANNEL");
    }
    try (RunStore store = RunStore.open(location)) {
      assertThat(store.variables().set("default", Variable.named("CHANNEL"), "#general", ""))
          .isTrue();
    }
    try (PraetorEngine praetor = Praetor.open(home)) {
      assertThat(praetor.run(flow).value()).isEqualTo("#general");
    }
    try (PraetorEngine praetor = Praetor.open(home.variables(name -> Optional.of(name + "!")))) {
      assertThat(praetor.run(flow).value()).isEqualTo("CHANNEL!");
    }
  }

  @Test
  void a_secret_of_a_task_is_masked_in_the_recorded_parameters() throws Exception {
    var read = Task.of("read", Integer.class, (String url) -> url.length()).secrets("TOKEN");
    Flow<Integer> flow = Flow.define("reading", f -> read.call(f.parameter("url", String.class)));
    Home with = home.secrets(name -> Optional.of("t0p-s3cret"));
    try (PraetorEngine praetor = Praetor.open(with)) {
      EngineRun<Integer> run = praetor.start(flow, with("url", "http://host?key=t0p-s3cret"));
      assertThat(run.await().value()).isEqualTo(26);
      assertThat(run.recorded().parameters()).contains("***").doesNotContain("s3cret");
    }
  }
}
