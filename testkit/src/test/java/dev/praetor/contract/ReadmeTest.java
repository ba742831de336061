package dev.praetor.contract;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.with;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.TaskRun;
import dev.praetor.testkit.FlowTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The flow that the README shows. */
class ReadmeTest {
  record Member(String name) {}

  /** The tasks, small. */
  static class Marvin {
    String standupDate() {
      return "2026-01-05";
    }

    Map<String, String> latestUpdates(String date) {
      return Map.of("Bo", "done on " + date);
    }

    List<Member> team(String office) {
      return List.of(new Member("Ann"), new Member("Bo"));
    }

    Member isReminderNeeded(Member member, Map<String, String> updates) {
      if (updates.containsKey(member.name())) {
        throw Signal.skip(member.name() + " has already provided an update");
      }
      return member;
    }

    String sendReminder(Member member) {
      return member.name();
    }

    void tellOperators(TaskRun run) {}
  }

  static Flow<List<String>> reminder(Marvin marvin) {
    var standupDate = Task.of(marvin::standupDate);
    var latestUpdates = Task.of(marvin::latestUpdates).retry(Retry.times(2).every(ofMinutes(1)));
    var team = Task.of(marvin::team);
    var isReminderNeeded = Task.of(marvin::isReminderNeeded).label(Member::name);
    var sendReminder =
        Task.of(marvin::sendReminder).secrets("MARVIN_TOKEN").onFailure(marvin::tellOperators);

    return Flow.define(
            "standup-reminder",
            flow -> {
              Parameter<String> office = flow.parameter("office", String.class);
              Node<Map<String, String>> updates = latestUpdates.call(standupDate.call());
              Mapped<Member> silent =
                  isReminderNeeded.map(
                      each(team.call(office)),
                      updates); // updates is passed whole, as its type says
              Mapped<String> reminded =
                  sendReminder.map(silent); // one slice per member, no barrier
              flow.decidedBy(reminded);
              return reminded.collect();
            })
        .scheduled(
            Schedule.of(
                cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC"),
                cron("30 17 * * SUN-THU").in("America/Los_Angeles").with("office", "SF")));
  }

  @Test
  void it_reminds_the_silent() {
    assertThat(FlowTester.of(reminder(new Marvin())).run(with("office", "DC")).value())
        .containsExactly("Ann");
  }
}
