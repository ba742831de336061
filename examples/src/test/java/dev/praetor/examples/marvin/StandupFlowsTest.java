package dev.praetor.examples.marvin;

import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Retry;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandupFlowsTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final StandupFlows flows =
      new StandupFlows(
          Demo.sample(new PrintStream(written, true, StandardCharsets.UTF_8)),
          Retry.times(2).every(Duration.ofMinutes(1)));

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void silent_members_are_reminded_others_skipped_and_one_cannot_be_reached() {
    TestRun<List<String>> run =
        FlowTester.of(flows.reminder())
            .secret("MARVIN_TOKEN", "t0ken")
            .run(with("office", "DC"))
            .ended(FAILED);
    run.childrenEnded(
        "send_reminder",
        "Success",
        "Skipped",
        "Success",
        "Success",
        "Skipped",
        "Success",
        "Skipped",
        "Failed");
    run.took("send_reminder", 2, 2).took("send_reminder", 7, 3).ended("report", TRIGGER_FAILED);
    assertThat(run.taskRun("send_reminder", 1).state().message()).contains("is_reminder_needed[1]");
    assertThat(run.taskRun("is_reminder_needed", 1).state().message())
        .isEqualTo("Bo has already provided an update");
    assertThat(run.taskRun("send_reminder", 7).label()).isEqualTo("Hal");
    assertThat(run.runName()).isEqualTo("reminder DC 2026-01-05");
    assertThat(written()).contains("to @ann:", "to @cy:").doesNotContain("to @bo:", "to @hal:");
    assertThat(written()).contains("in #operators: send_reminder[7] (Hal) failed");
  }

  @Test
  void when_all_have_given_an_update_everyone_is_skipped_and_nothing_fails() {
    Map<String, String> all =
        Map.of(
            "Ann", "", "Bo", "", "Cy", "", "Dee", "", "Eli", "", "Fay", "", "Gus", "", "Hal", "");
    FlowTester.of(flows.reminder())
        .replace("latest_updates", all)
        .run(with("office", "DC"))
        .ended(SUCCESS)
        .ended("send_reminder", SKIPPED)
        .ended("report", SKIPPED);
  }

  @Test
  void an_empty_team_is_a_success() {
    FlowTester.of(flows.reminder())
        .run(with("office", "nowhere"))
        .ended(SUCCESS)
        .ended("report", SUCCESS);
  }

  @Test
  void the_standup_is_posted_to_the_given_channel() {
    TestRun<Integer> run =
        FlowTester.of(flows.standup())
            .secret("MARVIN_TOKEN", "t0ken")
            .run(with("channel", "#testing"))
            .ended(SUCCESS);
    assertThat(run.value()).isEqualTo(3);
    assertThat(written()).contains("in #testing: Standup", "• Gus: On call, nothing burns");
  }
}
