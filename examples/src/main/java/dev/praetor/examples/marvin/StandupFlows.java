package dev.praetor.examples.marvin;

import static dev.praetor.Praetor.container;
import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.each;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The two flows of the standup. */
public final class StandupFlows implements FlowSource {
  private final Marvin marvin;
  private final Retry retry;

  /** Creates the flows for the sample team, to try them out. */
  public StandupFlows() {
    this(Demo.sample(System.out), Retry.times(2).every(Duration.ofSeconds(1)));
  }

  public StandupFlows(Marvin marvin, Retry retry) {
    this.marvin = marvin;
    this.retry = retry;
  }

  @Override
  public List<Flow<?>> flows() {
    return List.of(reminder(), standup());
  }

  /** Returns the flow that reminds every member who has not given an update yet. */
  public Flow<List<String>> reminder() {
    var standupDate = Task.of(marvin::standupDate);
    var latestUpdates = Task.of(marvin::latestUpdates).retry(retry);
    var team = Task.of(marvin::team);
    var isReminderNeeded = Task.of(marvin::isReminderNeeded).label(Member::name);
    var sendReminder =
        Task.of(marvin::sendReminder)
            .retry(retry)
            .label(Member::name)
            .secrets("MARVIN_TOKEN")
            .onFailure(marvin::tellOperators);
    var report = Task.of(marvin::report);

    return Flow.define(
            "standup-reminder",
            flow -> {
              Parameter<String> office =
                  flow.parameter("office", String.class)
                      .describedAs("The office whose team is reminded.");
              Node<Map<String, String>> updates = latestUpdates.call(standupDate.call());
              Mapped<Member> silent = isReminderNeeded.map(each(team.call(office)), updates);
              Mapped<String> reminded = sendReminder.map(silent);
              report.call(reminded.collect());
              flow.decidedBy(reminded);
              return reminded.collect();
            })
        .describedAs("Reminds everyone who has not given an update yet")
        .runName("reminder {office} {scheduled:yyyy-MM-dd}")
        .scheduled(
            Schedule.of(
                cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC"),
                cron("30 17 * * SUN-THU").in("America/Los_Angeles").with("office", "SF")))
        .environment(
            container("eclipse-temurin:25-jre")
                .file("firebase.json", "/secrets/firebase.json")
                .env("GOOGLE_APPLICATION_CREDENTIALS", "/secrets/firebase.json"));
  }

  /** Returns the flow that posts all updates to a channel. */
  public Flow<Integer> standup() {
    var standupDate = Task.of(marvin::standupDate);
    var latestUpdates = Task.of(marvin::latestUpdates).retry(retry);
    var postStandup = Task.of(marvin::postStandup).retry(retry).secrets("MARVIN_TOKEN");

    return Flow.define(
            "daily-standup",
            flow -> {
              Parameter<String> channel =
                  flow.parameter("channel", "#general").oneOf("#general", "#testing");
              return postStandup.call(latestUpdates.call(standupDate.call()), channel);
            })
        .describedAs("Posts all updates to a channel")
        .scheduled(Schedule.of(cron("0 9 * * MON-FRI").in("America/New_York")));
  }
}
