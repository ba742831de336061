package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApprovalTest {
  static String work() {
    return "work";
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
              return Task.of(ApprovalTest::work).call().after(approved);
            });
    var started = FlowTester.of(flow).start();
    started.events().await("approval", PAUSED);
    assertThat(started.run().paused().getFirst().state().message()).isEqualTo("Publish?");
    assertThat(started.run().approve("approval", "Ann")).isTrue();
    started.finish().ended(SUCCESS).says("approval", "approved by Ann");
    assertThat(before.get()).isEqualTo(1);
  }

  @Test
  void a_refused_approval_is_failed_for_good_and_so_is_one_past_its_deadline() throws Exception {
    Flow<String> flow =
        Flow.define("f", f -> Task.of(ApprovalTest::work).call().after(f.approval("Publish?")));
    var started = FlowTester.of(flow).start();
    started.events().await("approval", PAUSED);
    assertThat(started.run().refuse("approval", "Bo", "too early")).isTrue();
    started
        .finish()
        .ended(FAILED)
        .ended("approval", FAILED)
        .says("approval", "refused by Bo: too early");
    Flow<String> late =
        Flow.define(
            "f",
            f ->
                Task.of(ApprovalTest::work)
                    .call()
                    .after(f.approval("Publish?", Duration.ofDays(2))));
    FlowTester.of(late).run().ended("approval", FAILED).says("approval", "nobody approved");
  }

  @Test
  void of_those_who_approve_and_refuse_at_once_the_first_is_obeyed() throws Exception {
    Flow<String> flow =
        Flow.define("f", f -> Task.of(ApprovalTest::work).call().after(f.approval("Publish?")));
    var started = FlowTester.of(flow).start();
    started.events().await("approval", PAUSED);
    List<Callable<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String who = "person " + i;
      answers.add(
          i % 2 == 0
              ? () -> started.run().approve("approval", who)
              : () -> started.run().refuse("approval", who, "no"));
    }
    List<String> obeyed = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(answers.size())) {
      List<Future<Boolean>> given = threads.invokeAll(answers);
      for (int i = 0; i < given.size(); i++) {
        if (given.get(i).get()) {
          obeyed.add((i % 2 == 0 ? "approved by person " : "refused by person ") + i);
        }
      }
    }
    assertThat(obeyed).hasSize(1);
    started.finish().says("approval", obeyed.getFirst());
  }
}
