package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.RunInfo;
import dev.praetor.client.model.ScheduleInfo;
import dev.praetor.client.model.Upcoming;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The schedules of a server. Thread-safe. */
public final class SchedulesApi {
  private final GraphQl graphql;

  SchedulesApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  private Lists<ScheduleInfo> lists() {
    return new Lists<>(graphql, "schedules", "Schedule", ScheduleInfo.FIELDS, ScheduleInfo::of);
  }

  /** Returns a page of schedules. */
  public Page<ScheduleInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /** Returns schedules, which are read page by page while the stream is consumed. */
  public Stream<ScheduleInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Returns the runs that schedules will make, in time order, with the times that are left out.
   *
   * @param flow the name of a flow; absent for all flows
   * @param until the time until which runs are looked for
   * @param most the largest number of runs
   */
  public List<Upcoming> upcoming(Optional<String> flow, Instant until, int most) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("until", until.toString());
    variables.put("first", most);
    flow.ifPresent(name -> variables.put("flow", name));
    JsonNode data =
        graphql.data(
            "query ($until: DateTime, $first: Int, $flow: String) { upcoming(until: $until, first: $first, flow: $flow) { %s } }"
                .formatted(Upcoming.FIELDS),
            variables);
    return new Json(data).list("upcoming", Upcoming::of);
  }

  /** Pauses a schedule: no run is made until it is resumed. */
  public ScheduleInfo pause(String schedule, String why) {
    return changed(
        "pauseSchedule",
        "mutation ($schedule: ID!, $why: String) { pauseSchedule(schedule: $schedule, why: $why) { %s } }",
        Map.of("schedule", schedule, "why", why));
  }

  /**
   * Resumes a schedule.
   *
   * @param catchUp true to make up what was missed, false to continue from now
   */
  public ScheduleInfo resume(String schedule, boolean catchUp) {
    return changed(
        "resumeSchedule",
        "mutation ($schedule: ID!, $catchUp: Boolean) { resumeSchedule(schedule: $schedule, catchUp: $catchUp) { %s } }",
        Map.of("schedule", schedule, "catchUp", catchUp));
  }

  /** Leaves one time of a schedule out. */
  public ScheduleInfo skip(String schedule, Instant at, String why) {
    return changed(
        "skipOccurrence",
        "mutation ($schedule: ID!, $at: DateTime!, $why: String) { skipOccurrence(schedule: $schedule, at: $at, why: $why) { %s } }",
        Map.of("schedule", schedule, "at", at.toString(), "why", why));
  }

  /** Takes back that a time of a schedule is left out. */
  public ScheduleInfo unskip(String schedule, Instant at) {
    return changed(
        "unskipOccurrence",
        "mutation ($schedule: ID!, $at: DateTime!) { unskipOccurrence(schedule: $schedule, at: $at) { %s } }",
        Map.of("schedule", schedule, "at", at.toString()));
  }

  /**
   * Adds a schedule to a registered flow; new versions keep it.
   *
   * @throws ServerRefused if the flow is not registered, the terms are not those of a schedule, or
   *     the flow cannot run with its parameters
   */
  public ScheduleInfo add(String flow, ScheduleInput input) {
    return changed("addSchedule", "$flow: String!", "flow: $flow", Map.of("flow", flow), input);
  }

  /**
   * Changes a schedule that was added, for all times for which no run was made. What the input does
   * not have stays as it is.
   *
   * @throws ServerRefused as for a new schedule, or if the schedule is in the code of its flow
   */
  public ScheduleInfo update(String schedule, ScheduleInput input) {
    return changed(
        "updateSchedule",
        "$schedule: ID!",
        "schedule: $schedule",
        Map.of("schedule", schedule),
        input);
  }

  private ScheduleInfo changed(
      String name,
      String declared,
      String passed,
      Map<String, String> target,
      ScheduleInput input) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(input.terms());
    variables.putAll(target);
    String query =
        """
        mutation (%s, $cron: String, $every: Duration, $dates: [DateTime!], $rrule: String, $zone: String,
                  $start: DateTime, $end: DateTime, $parameters: JSON, $catchUp: String, $overlap: Overlap) {
          %s(%s, cron: $cron, every: $every, dates: $dates, rrule: $rrule, zone: $zone, start: $start, end: $end,
             parameters: $parameters, catchUp: $catchUp, overlap: $overlap) { %s } }\
        """
            .formatted(declared, name, passed, ScheduleInfo.FIELDS);
    JsonNode data = graphql.data(query, variables);
    return ScheduleInfo.of(new Json(data.path(name)));
  }

  /** Deletes a schedule that was added to a flow; runs that it made stay. */
  public void delete(String schedule) {
    JsonNode _ =
        graphql.data(
            "mutation ($schedule: ID!) { deleteSchedule(schedule: $schedule) }",
            Map.of("schedule", schedule));
  }

  /** Makes a run now, with the parameters of the next time of a schedule. */
  public RunInfo runNow(String schedule) {
    JsonNode data =
        graphql.data(
            "mutation ($schedule: ID!) { runScheduleNow(schedule: $schedule) { %s } }"
                .formatted(RunInfo.FIELDS),
            Map.of("schedule", schedule));
    return RunInfo.of(new Json(data.path("runScheduleNow")));
  }

  private ScheduleInfo changed(String name, String mutation, Map<String, Object> variables) {
    JsonNode data = graphql.data(mutation.formatted(ScheduleInfo.FIELDS), variables);
    return ScheduleInfo.of(new Json(data.path(name)));
  }
}
