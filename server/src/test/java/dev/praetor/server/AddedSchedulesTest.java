package dev.praetor.server;

import static dev.praetor.Praetor.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.embedded.registered.RegisteredScheduler;
import dev.praetor.engine.Timekeeper;
import dev.praetor.server.http.HttpLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Schedules that people add to registered flows, while a process makes the runs of schedules. */
@ParameterizedClass
@EnumSource
@Tag("database")
class AddedSchedulesTest {
  private final Stores kind;
  @TempDir private Path folder;
  private TestServer server;
  private Registered registered;
  private RegisteredScheduler scheduler;

  AddedSchedulesTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    registered = new Registered(fresh.location());
    registered.register(greeting(), "one");
    scheduler = new RegisteredScheduler(registered.store(), Timekeeper.system());
  }

  @AfterEach
  void stop() throws Exception {
    scheduler.close();
    registered.close();
    server.close();
  }

  private static Flow<String> greeting() {
    return Flow.define(
        "greeting",
        flow ->
            Task.of("greet", String.class, (String name) -> "Hello " + name)
                .call(flow.parameter("name", String.class)));
  }

  private JsonNode add(String terms) {
    return server
        .query(
            "mutation { addSchedule(flow: \"greeting\", %s) { id isAdded addedBy flow { name } explanation definition next } }"
                .formatted(terms))
        .path("addSchedule");
  }

  private String often() {
    return add("every: \"PT0.2S\", parameters: {name: \"Ann\"}").path("id").asString();
  }

  private JsonNode runs() {
    return server
        .query(
            "{ runs(where: {bySchedule: {_eq: true}}) { nodes { id scheduled parameters schedule { id } } } }")
        .at("/runs/nodes");
  }

  private void awaitRuns(int more) {
    int before = runs().size();
    await().until(() -> runs().size() >= before + more);
  }

  @Test
  void a_schedule_that_is_added_makes_runs_with_its_parameters() {
    JsonNode added =
        add(
            "cron: \"30 8 * * MON-FRI\", zone: \"America/New_York\", parameters: {name: \"DC\"}, overlap: SKIP, catchUp: \"PT6H\"");
    assertThat(added.path("id").asString()).matches("greeting#[a-z2-9]{5}");
    assertThat(added.path("isAdded").asBoolean()).isTrue();
    assertThat(added.path("addedBy").asString()).isEqualTo("administrator");
    assertThat(added.path("explanation").asString())
        .contains("at 08:30 on Monday to Friday, New York time");
    assertThat(added.at("/definition/overlap").asString()).isEqualTo("skip");
    assertThat(added.at("/definition/catchUp/within").asString()).isEqualTo("PT6H");
    assertThat(added.path("next").size()).isEqualTo(3);
    String id = often();
    awaitRuns(2);
    JsonNode run = runs().get(0);
    assertThat(run.at("/parameters/name").asString()).isEqualTo("Ann");
    assertThat(run.at("/schedule/id").asString()).isEqualTo(id);
    JsonNode flow =
        server.query("{ flow(name: \"greeting\") { schedule { id } schedules { id } } }");
    assertThat(flow.at("/flow/schedule").isNull()).isTrue();
    assertThat(flow.at("/flow/schedules").size()).isEqualTo(2);
    assertThat(
            server
                .query(
                    "{ runs(where: {schedule: {id: {_eq: \"%s\"}, flow: {name: {_eq: \"greeting\"}}}}) { nodes { id } } }"
                        .formatted(id))
                .at("/runs/nodes")
                .size())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void each_instant_makes_one_run_though_several_processes_look() throws Exception {
    try (RegisteredScheduler _ = new RegisteredScheduler(registered.store(), Timekeeper.system())) {
      var _ = often();
      awaitRuns(6);
    }
    List<String> times = runs().valueStream().map(run -> run.path("scheduled").asString()).toList();
    assertThat(times).doesNotHaveDuplicates();
  }

  @Test
  void a_schedule_is_paused_changed_skipped_and_deleted() {
    String id = often();
    awaitRuns(1);
    JsonNode paused =
        server.query(
            "mutation { pauseSchedule(schedule: \"%s\", why: \"holidays\") { pause { why } next } }"
                .formatted(id));
    assertThat(paused.at("/pauseSchedule/pause/why").asString()).isEqualTo("holidays");
    JsonNode resumed =
        server.query(
            "mutation { resumeSchedule(schedule: \"%s\") { pause { why } } }".formatted(id));
    assertThat(resumed.at("/resumeSchedule/pause").isNull()).isTrue();
    awaitRuns(1);
    JsonNode changed =
        server.query(
            "mutation { updateSchedule(schedule: \"%s\", cron: \"@daily\", zone: \"Europe/Berlin\") { id definition next(first: 1) } }"
                .formatted(id));
    assertThat(changed.at("/updateSchedule/definition/clocks/0/every").isMissingNode()).isTrue();
    assertThat(changed.at("/updateSchedule/definition/clocks/0/parameters/name").asString())
        .isEqualTo("Ann");
    String next = changed.at("/updateSchedule/next/0").asString();
    JsonNode skipped =
        server.query(
            "mutation { skipOccurrence(schedule: \"%s\", at: \"%s\") { skipped { at } } }"
                .formatted(id, next));
    assertThat(skipped.at("/skipOccurrence/skipped/0/at").asString()).isEqualTo(next);
    JsonNode back =
        server.query(
            "mutation { unskipOccurrence(schedule: \"%s\", at: \"%s\") { skipped { at } } }"
                .formatted(id, next));
    assertThat(back.at("/unskipOccurrence/skipped").isEmpty()).isTrue();
    JsonNode now =
        server.query(
            "mutation { runScheduleNow(schedule: \"%s\") { parameters origin } }".formatted(id));
    assertThat(now.at("/runScheduleNow/parameters/name").asString()).isEqualTo("Ann");
    assertThat(now.at("/runScheduleNow/origin").asString()).isEqualTo("PERSON");
    assertThat(
            server
                .query("mutation { deleteSchedule(schedule: \"%s\") }".formatted(id))
                .path("deleteSchedule")
                .asString())
        .isEqualTo(id);
    assertThat(server.query("{ schedules { nodes { id } } }").at("/schedules/nodes").isEmpty())
        .isTrue();
    assertThat(server.code("mutation { deleteSchedule(schedule: \"%s\") }".formatted(id)))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void what_is_added_outlives_versions_and_what_the_code_says_is_replaced() throws IOException {
    String id = often();
    Flow<String> scheduled = greeting().scheduled(Schedule.of(cron("0 3 * * *").with("name", "a")));
    registered.register(scheduled, "two");
    awaitRuns(1);
    await()
        .until(() ->
            server.query("{ schedules { nodes { id } } }").at("/schedules/nodes").size() == 2);
    assertThat(server.code("mutation { deleteSchedule(schedule: \"greeting\") }"))
        .isEqualTo("CONFLICT");
    registered.register(greeting(), "three");
    await()
        .until(() ->
            server.query("{ schedules { nodes { id } } }").at("/schedules/nodes").size() == 1);
    awaitRuns(1);
    assertThat(
            server.query("{ schedules { nodes { id } } }").at("/schedules/nodes/0/id").asString())
        .isEqualTo(id);
  }

  @Test
  void the_schedules_of_an_archived_flow_stay_and_make_no_runs() throws IOException {
    Flow<String> scheduled = greeting().scheduled(Schedule.of(cron("0 3 * * *").with("name", "a")));
    registered.register(scheduled, "two");
    String id = often();
    awaitRuns(1);
    var _ = server.query("mutation { archiveFlow(flow: \"greeting\") { name } }");
    JsonNode all =
        server.query("{ schedules { nodes { id pause { why } next } } }").at("/schedules/nodes");
    assertThat(all.size()).isEqualTo(2);
    assertThat(all.at("/0/pause/why").asString()).isEqualTo("the flow is archived");
    assertThat(all.at("/1/id").asString()).isEqualTo(id);
    assertThat(all.at("/1/next").isEmpty()).isTrue();
    var _ = server.query("mutation { archiveFlow(flow: \"greeting\", archived: false) { name } }");
    awaitRuns(1);
  }

  @Test
  void wrong_terms_are_refused_with_all_that_is_wrong() {
    for (String wrong :
        List.of(
            "parameters: {name: \"a\"}",
            "cron: \"99 * * * *\", parameters: {name: \"a\"}",
            "cron: \"@daily\", every: \"PT1H\", parameters: {name: \"a\"}",
            "cron: \"@daily\", zone: \"Mars\", parameters: {name: \"a\"}",
            "cron: \"0 0 30 2 *\", parameters: {name: \"a\"}",
            "cron: \"@daily\", catchUp: \"often\", parameters: {name: \"a\"}",
            "every: \"PT-1S\", parameters: {name: \"a\"}",
            "dates: [], parameters: {name: \"a\"}",
            "rrule: \"FREQ=NEVER\", parameters: {name: \"a\"}",
            "cron: \"@daily\", parameters: 3")) {
      assertThat(
              server.code(
                  "mutation { addSchedule(flow: \"greeting\", %s) { id } }".formatted(wrong)))
          .as(wrong)
          .isEqualTo("BAD_REQUEST");
    }
    for (String wrong : List.of("", ", parameters: {nmae: \"a\"}")) {
      assertThat(
              server.code(
                  "mutation { addSchedule(flow: \"greeting\", cron: \"@daily\"%s) { id } }"
                      .formatted(wrong)))
          .as(wrong)
          .isEqualTo("INVALID_PARAMETERS");
    }
    assertThat(server.code("mutation { addSchedule(flow: \"none\", cron: \"@daily\") { id } }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.query("{ schedules { nodes { id } } }").at("/schedules/nodes").isEmpty())
        .isTrue();
  }
}
