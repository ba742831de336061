package dev.praetor.contract;

import static dev.praetor.StateType.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Task runs of runs within a run that wait for people are seen and answered from around. */
@Timeout(60)
class RunsWithinTest {
  private static Flow<String> asking() {
    return Flow.define(
        "asking", f -> Task.of("say", String.class, () -> "said").call().after(f.approval("Ok?")));
  }

  private static Flow<String> around(int depth) {
    return Flow.define("around" + depth, f -> f.run(depth == 0 ? asking() : around(depth - 1)));
  }

  @Test
  void an_approval_is_given_by_its_path_through_the_runs() throws Exception {
    for (int depth = 0; depth < 3; depth++) {
      FlowTester<String>.Started run = FlowTester.of(around(depth)).start();
      StringBuilder path = new StringBuilder();
      for (int i = depth - 1; i >= 0; i--) {
        path.append("around").append(i).append('/');
      }
      path.append("asking/approval");
      run.events().await(path.toString(), PAUSED);
      assertThat(run.run().approve("asking/nothing", "Ann")).isFalse();
      assertThat(run.run().approve("nothing/approval", "Ann")).isFalse();
      assertThat(run.run().approve(path.toString(), "Ann")).isTrue();
      assertThat(run.finish().value()).isEqualTo("said");
      assertThat(run.run().approve(path.toString(), "Ann")).isFalse();
    }
  }

  @Test
  void a_refusal_within_fails_the_run_around() throws Exception {
    FlowTester<String>.Started run = FlowTester.of(around(0)).start();
    run.events().await("asking/approval", PAUSED);
    assertThat(run.run().refuse("asking/approval", "Ann", "not today")).isTrue();
    run.finish().ended("Failed");
  }

  @Test
  void a_test_that_nobody_approves_fails_at_once_and_says_what_to_write() {
    assertThatThrownBy(() -> FlowTester.of(around(1)).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'around0/asking/approval' waits for an approval")
        .hasMessageContaining("run().approve(\"around0/asking/approval\", \"Ann\")")
        .hasMessageContaining("replace(\"around0\", null)");
  }

  @Test
  void a_test_of_a_wait_that_never_ends_fails_at_once() {
    Flow<String> until =
        Flow.define(
            "until",
            f -> Task.of("say", String.class, () -> "said").call().after(f.waitUntil(Instant.MAX)));
    Flow<String> sleep =
        Flow.define(
            "sleep",
            f ->
                Task.of("say", String.class, () -> "said")
                    .call()
                    .after(f.sleep(Duration.ofSeconds(Long.MAX_VALUE))));
    Flow<String> retry =
        Flow.define(
            "retry",
            f ->
                Task.of(
                        "say",
                        String.class,
                        () -> {
                          throw Signal.retry(Instant.MAX);
                        })
                    .call());
    for (Flow<String> flow : List.of(until, sleep, retry)) {
      assertThatThrownBy(() -> FlowTester.of(flow).run())
          .as(flow.name())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("waits for a time that never comes");
    }
  }
}
