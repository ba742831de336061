package dev.praetor.server;

import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.StartOptions;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.model.TaskRunFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The answers of the server about real runs of another engine on the same store. */
@ParameterizedClass
@EnumSource
@Tag("database")
class GraphQlTest {
  private final Stores kind;
  @TempDir private Path folder;
  private TestServer server;
  private PraetorEngine engine;

  GraphQlTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    engine = Praetor.open(fresh.engine());
  }

  @AfterEach
  void stop() {
    engine.close();
    server.close();
  }

  private static List<String> texts(JsonNode nodes, String member) {
    return nodes.valueStream().map(each -> each.path(member).asString()).toList();
  }

  @Test
  void a_run_is_shown_with_everything_that_is_recorded_about_it() {
    RunId id = engine.run(SomeFlows.greeting(), with("name", "Ann")).id();
    JsonNode run =
        server
            .query(
                """
                query ($id: ID!) { run(id: $id) {
                  id name flow { name project schedule { id } } version { id flow { name } } project
                  state message created scheduled started ended duration lateness parameters
                  parameterNotes labels priority value attempt crashes origin parent { id } parentTask
                  restartOf { id } restarts { nodes { id } } schedule { id } createdBy idempotencyKey
                  waiting { kind text details } graph owner { id name life suspect } events { count { n } }
                  progress { total byState { state n } } failure { message }
                  taskRuns { count { n orMore } pageInfo { endCursor hasNextPage } nodes {
                    run { id } node index label state attempts inputs value valueSize valueOmitted
                    failure { type } history { state attempt time message } children { total }
                    failureGroups { n } replayCommand logs { nodes { text level attempt } } } }
                  logs { nodes { node index text run { id } } count { n } }
                  history { state time } } }
                """,
                Map.of("id", id.toString()))
            .path("run");
    assertThat(run.path("id").asString()).isEqualTo(id.toString());
    assertThat(run.path("flow").path("name").asString()).isEqualTo("greeting");
    assertThat(run.path("flow").path("schedule").isNull()).isTrue();
    assertThat(run.path("version").path("flow").path("name").asString()).isEqualTo("greeting");
    assertThat(run.path("state").asString()).isEqualTo("Success");
    assertThat(run.path("value").asString()).isEqualTo("Hello Ann");
    assertThat(run.path("parameters").path("name").asString()).isEqualTo("Ann");
    assertThat(run.path("origin").asString()).isEqualTo("PERSON");
    assertThat(Duration.parse(run.path("duration").asString())).isPositive();
    assertThat(Instant.parse(run.path("started").asString()))
        .isAfterOrEqualTo(Instant.parse(run.path("created").asString()));
    assertThat(run.path("waiting").size()).isZero();
    assertThat(run.path("failure").isNull()).isTrue();
    assertThat(run.path("graph").isObject()).isTrue();
    assertThat(run.path("progress").path("total").asInt()).isEqualTo(1);
    assertThat(texts(run.path("history"), "state")).endsWith("Running", "Success");
    JsonNode task = run.path("taskRuns").path("nodes").path(0);
    assertThat(run.path("taskRuns").path("count").path("n").asInt()).isEqualTo(1);
    assertThat(task.path("node").asString()).isEqualTo("greet");
    assertThat(task.path("index").asInt()).isEqualTo(-1);
    assertThat(task.path("value").asString()).isEqualTo("Hello Ann");
    assertThat(task.path("inputs").path(0).path("value").asString()).isEqualTo("Ann");
    assertThat(task.path("children").isNull()).isTrue();
    assertThat(task.path("replayCommand").asString())
        .isEqualTo("praetor runs replay " + id + " 'greet'");
    assertThat(texts(task.path("logs").path("nodes"), "text")).contains("greeting Ann");
    assertThat(texts(run.path("logs").path("nodes"), "text")).contains("greeting Ann");
    assertThat(run.toString()).doesNotContain(folder.toString());
  }

  @Test
  void a_run_is_found_by_its_first_characters() {
    RunId id = engine.run(SomeFlows.greeting()).id();
    String query = "{ run(id: \"%s\") { id } }";
    for (String name : List.of(id.toString(), id.toString().substring(0, 12))) {
      assertThat(server.query(query.formatted(name)).path("run").path("id").asString())
          .isEqualTo(id.toString());
    }
    assertThat(server.query(query.formatted("ffffffff")).path("run").isNull()).isTrue();
    for (String wrong :
        List.of(
            "abc", "", "%", "12345678-1234-1234-1234-1234567890123", "\u00e4\u00e4\u00e4\u00e4")) {
      assertThat(server.code(query.formatted(wrong))).isEqualTo("BAD_REQUEST");
    }
    RunId second = engine.run(SomeFlows.greeting()).id();
    String common = id.toString().substring(0, 4);
    assertThat(second.toString()).startsWith(common);
    assertThat(server.code(query.formatted(common))).isEqualTo("BAD_REQUEST");
  }

  @Test
  void runs_and_task_runs_are_found_by_what_their_json_contains() {
    RunId ann = engine.run(SomeFlows.greeting(), with("name", "Ann")).id();
    RunId other = engine.run(SomeFlows.greeting()).id();
    String runs =
        "query ($w: JSON) { runs(where: {parameters: {_contains: $w}}) { nodes { id } } }";
    assertThat(
            texts(
                server.query(runs, Map.of("w", Map.of("name", "Ann"))).path("runs").path("nodes"),
                "id"))
        .containsExactly(ann.toString());
    assertThat(
            server
                .query("{ runs(where: {parameters: {_hasKey: \"nothing\"}}) { nodes { id } } }")
                .path("runs")
                .path("nodes")
                .size())
        .isZero();
    JsonNode greeted =
        server
            .query(
                "{ taskRuns(where: {value: {_contains: \"Hello World\"}}) { nodes { run { id } } } }")
            .path("taskRuns")
            .path("nodes");
    assertThat(greeted.size()).isEqualTo(1);
    assertThat(greeted.path(0).path("run").path("id").asString()).isEqualTo(other.toString());
    assertThat(server.code("{ runs(where: {labels: {_contains: {team: [1]}}}) { nodes { id } } }"))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void failures_are_grouped_and_shown_with_type_message_and_trace() {
    RunId id = engine.start(SomeFlows.halves()).id();
    await().until(() -> engine.find(id).orElseThrow().state().isFinished());
    JsonNode run =
        server
            .query(
                """
                query ($id: ID!) { run(id: $id) { state
                  failure { message groups { message type n example { node index failure { message } } } }
                  progress { total byState { state n } }
                  failed: taskRuns(where: {state: {_eq: Failed}, index: {_gte: 0}}, orderBy: [{field: index}]) {
                    nodes { index label failure { type message trace cause { type } } inputs } }
                  mapped: taskRuns(where: {node: {_eq: "half"}, index: {_eq: -1}}) {
                    nodes { children { total byState { state n } } failureGroups { message n } inputs value } } } }
                """,
                Map.of("id", id.toString()))
            .path("run");
    assertThat(run.path("state").asString()).isIn("Failed", "TriggerFailed");
    assertThat(
            run.path("failed").path("nodes").valueStream().map(each -> each.path("index").asInt()))
        .containsExactly(0, 2, 4);
    JsonNode failure = run.path("failed").path("nodes").path(0).path("failure");
    assertThat(failure.path("type").asString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.path("message").asString()).isEqualTo("number 1 is odd");
    assertThat(failure.path("trace").asString()).contains("SomeFlows.half");
    assertThat(
            run.path("failed").path("nodes").path(0).path("inputs").path(0).path("value").asInt())
        .isEqualTo(1);
    JsonNode mapped = run.path("mapped").path("nodes").path(0);
    assertThat(mapped.path("children").path("total").asInt()).isEqualTo(6);
    assertThat(mapped.path("failureGroups").path(0).path("n").asInt()).isEqualTo(3);
    assertThat(mapped.path("inputs").isNull()).isTrue();
    assertThat(run.path("failure").path("groups").size())
        .as("without the mapped node and what did not run because of it")
        .isEqualTo(1);
    JsonNode group = run.path("failure").path("groups").path(0);
    assertThat(group.path("n").asInt()).isEqualTo(3);
    assertThat(group.path("type").asString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(group.path("example").path("failure").path("message").asString())
        .isEqualTo("number 1 is odd");
  }

  @Test
  void lists_are_filtered_through_relations_ordered_and_paged() {
    List<RunId> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(
          engine
              .start(
                  SomeFlows.greeting(),
                  StartOptions.NONE.label("n", Integer.toString(i)).priority(i),
                  with("name", "N" + i))
              .id());
    }
    RunId failed = engine.start(SomeFlows.halves()).id();
    await()
        .until(() ->
            engine.find(failed).orElseThrow().state().isFinished()
                && made.stream()
                    .allMatch(id -> engine.find(id).orElseThrow().state().isFinished()));
    JsonNode failing =
        server.query(
            """
            { runs(where: {flow: {name: {_eq: "halves"}}, taskRuns: {node: {_eq: "half"}, state: {_in: [Failed]}}}) {
                nodes { id } count { n orMore } }
              none: runs(where: {taskRuns: {node: {_eq: "greet"}, state: {_in: [Failed]}}}) { nodes { id } }
              labelled: runs(where: {labels: {_contains: {n: "3"}}}) { nodes { labels priority } }
              either: runs(where: {_or: [{labels: {_contains: {n: "3"}}}, {priority: {_gt: 5}}], _not: {flow: {name: {_like: "ha%"}}}}) { count { n } }
              flows { nodes { name runs(first: 2) { nodes { flow { name } } count { n } } versions { nodes { id } } } count { n } } }
            """);
    assertThat(texts(failing.path("runs").path("nodes"), "id")).containsExactly(failed.toString());
    assertThat(failing.path("runs").path("count").path("n").asInt()).isEqualTo(1);
    assertThat(failing.path("none").path("nodes").size()).isZero();
    assertThat(failing.path("labelled").path("nodes").path(0).path("labels").path("n").asString())
        .isEqualTo("3");
    assertThat(failing.path("either").path("count").path("n").asInt()).isEqualTo(2);
    assertThat(texts(failing.path("flows").path("nodes"), "name"))
        .containsExactly("greeting", "halves");
    assertThat(
            failing
                .path("flows")
                .path("nodes")
                .path(0)
                .path("runs")
                .path("count")
                .path("n")
                .asInt())
        .isEqualTo(7);
    Set<String> seen = new HashSet<>();
    List<Integer> priorities = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          server
              .query(
                  "{ runs(first: 3, orderBy: [{field: priority, direction: desc}]"
                      + (after.isEmpty() ? "" : ", after: \"" + after + "\"")
                      + ") { nodes { id priority } pageInfo { endCursor hasNextPage } } }")
              .path("runs");
      page.path("nodes")
          .forEach(each -> {
            assertThat(seen.add(each.path("id").asString())).isTrue();
            priorities.add(each.path("priority").asInt());
          });
      after =
          page.path("pageInfo").path("hasNextPage").asBoolean()
              ? page.path("pageInfo").path("endCursor").asString()
              : "";
    } while (!after.isEmpty());
    assertThat(priorities).containsExactly(6, 5, 4, 3, 2, 1, 0, 0);
  }

  @Test
  void wrong_arguments_have_the_code_bad_request() {
    for (String wrong :
        List.of(
            "{ runs(first: 0) { nodes { id } } }",
            "{ runs(first: 1001) { nodes { id } } }",
            "{ runs(after: \"x\") { nodes { id } } }",
            "{ runs(where: {name: {_like: \"\\\\\"}}) { nodes { id } } }",
            "{ runs(where: {name: null}) { nodes { id } } }",
            "{ runs(where: {name: {_eq: null}}) { nodes { id } } }",
            "{ runs(where: {labels: {_contains: [1]}}) { nodes { id } } }",
            "{ runs(where: {created: {_gt: \"yesterday\"}}) { nodes { id } } }",
            "{ runs(where: {state: {_eq: Fine}}) { nodes { id } } }",
            "{ runs(where: {nothing: {_eq: 1}}) { nodes { id } } }",
            "{ runs(orderBy: [{field: labels}]) { nodes { id } } }",
            "{ upcoming(first: 0) { at } }",
            "{ upcoming(until: \"2100-01-01T00:00:00Z\") { at } }",
            "{ taskRun(run: \"x\", node: \"greet\") { state } }",
            "{ nothing }",
            "{ runs { nodes { id } }",
            "query ($n: Int!) { runs(first: $n) { nodes { id } } }",
            "mutation { nothing }",
            "subscription { runs }")) {
      assertThat(server.code(wrong)).as(wrong).isEqualTo("BAD_REQUEST");
    }
  }

  @Test
  void requests_that_are_too_deep_or_may_read_too_much_say_so() {
    String costly = "{ runs(first: 1000) { nodes { taskRuns(first: 1000) { nodes { node } } } } }";
    assertThat(server.code(costly)).isEqualTo("TOO_COSTLY");
    JsonNode details =
        server.graphql(costly, Map.of()).path("errors").path(0).path("extensions").path("details");
    assertThat(details.path(0).path("limit").asInt()).isEqualTo(50_000);
    assertThat(details.path(0).path("cost").asInt()).isGreaterThan(50_000);
    String deep =
        "{ runs(first: 1) { nodes { " + "parent { ".repeat(10) + "id" + " }".repeat(10) + " } } }";
    assertThat(server.code(deep)).isEqualTo("TOO_COSTLY");
    StringBuilder fragments = new StringBuilder("{ ...f0 }");
    for (int i = 0; i < 25; i++) {
      fragments.append(
          " fragment f%d on Query { ...f%d a%d: limits { n } ...f%d }"
              .formatted(i, i + 1, i, i + 1));
    }
    fragments.append(" fragment f25 on Query { limits { n } }");
    assertThat(server.graphql(fragments.toString(), Map.of()).isObject()).isTrue();
    assertThat(server.code("{ ...a } fragment a on Query { ...a }")).isEqualTo("BAD_REQUEST");
  }

  @Test
  void a_schedule_is_paused_resumed_and_shown_ahead_of_time() {
    engine.serve(SomeFlows.nightly());
    JsonNode schedule =
        server
            .query(
                "{ schedules { nodes { id explanation next(first: 2) pause { by } skipped { at } handled"
                    + " flow { name schedule { id } } } count { n } } }")
            .path("schedules");
    assertThat(schedule.path("count").path("n").asInt()).isEqualTo(1);
    JsonNode only = schedule.path("nodes").path(0);
    assertThat(only.path("id").asString()).isEqualTo("nightly");
    String first = only.path("next").path(0).asString();
    JsonNode paused =
        server
            .query(
                "mutation { pauseSchedule(schedule: \"nightly\", why: \"a move\") { pause { by why since } next } }")
            .path("pauseSchedule");
    assertThat(paused.path("pause").path("by").asString()).isEqualTo("administrator");
    assertThat(paused.path("pause").path("why").asString()).isEqualTo("a move");
    assertThat(paused.path("next").size()).isZero();
    String ahead =
        "{ upcoming(first: 3, flow: \"nightly\") { at skipped paused parameters flow { name } } }";
    assertThat(server.query(ahead).path("upcoming").path(0).path("paused").asBoolean()).isTrue();
    JsonNode resumed =
        server
            .query("mutation { resumeSchedule(schedule: \"nightly\") { pause { by } next } }")
            .path("resumeSchedule");
    assertThat(resumed.path("pause").isNull()).isTrue();
    JsonNode skipped =
        server
            .query(
                "mutation { skipOccurrence(schedule: \"nightly\", at: \"%s\", why: \"a holiday\") {"
                        .formatted(first)
                    + " skipped { at by why } next(first: 1) } }")
            .path("skipOccurrence");
    assertThat(skipped.path("skipped").path(0).path("at").asString()).isEqualTo(first);
    assertThat(skipped.path("next").path(0).asString()).isNotEqualTo(first);
    assertThat(server.query(ahead).path("upcoming").path(0).path("skipped").asBoolean()).isTrue();
    assertThat(server.code("mutation { pauseSchedule(schedule: \"other\") { id } }"))
        .isEqualTo("NOT_FOUND");
    assertThat(
            server.code(
                "mutation { skipOccurrence(schedule: \"nightly\", at: \"2100-01-01T00:00:01Z\") { id } }"))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void limits_are_set_and_deleted_and_explain_why_a_run_waits() throws Exception {
    CountDownLatch let = new CountDownLatch(1);
    JsonNode limit =
        server
            .query(
                "mutation { setLimit(name: \"holding\", n: 1, scope: FLOW) { scope name n used author } }")
            .path("setLimit");
    assertThat(limit.path("n").asInt()).isEqualTo(1);
    assertThat(limit.path("author").asString()).isEqualTo("administrator");
    var flow = SomeFlows.holding(let);
    EngineRun<String> first = engine.start(flow);
    EngineRun<String> second = engine.start(flow);
    JsonNode waiting =
        server
            .query(
                "{ run(id: \"%s\") { state waiting { kind text details } } }"
                    .formatted(second.id()))
            .path("run");
    assertThat(waiting.path("state").asString()).isEqualTo("Queued");
    JsonNode reason = waiting.path("waiting").path(0);
    assertThat(reason.path("kind").asString()).isEqualTo("FLOW_LIMIT");
    assertThat(reason.path("details").path("holders").path(0).asString())
        .isEqualTo(first.id().toString());
    assertThat(
            server.query("{ limits { name used n } }").path("limits").path(0).path("used").asInt())
        .isEqualTo(1);
    let.countDown();
    assertThat(second.await().value()).isEqualTo("held");
    assertThat(
            server
                .query("mutation { deleteLimit(name: \"holding\", scope: FLOW) }")
                .path("deleteLimit")
                .asString())
        .isEqualTo("holding");
    assertThat(server.code("mutation { deleteLimit(name: \"holding\", scope: FLOW) }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { setLimit(name: \"holding\", n: 0) { n } }"))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void a_run_in_progress_is_paused_resumed_and_cancelled() {
    CountDownLatch let = new CountDownLatch(1);
    EngineRun<String> run = engine.start(SomeFlows.holding(let));
    await().until(() -> !engine.history().taskRuns(run.id(), TaskRunFilter.all()).isEmpty());
    String call = "mutation { %s(id: \"" + run.id() + "\", why: \"a test\") { state message } }";
    JsonNode paused = server.query(call.formatted("pauseRun")).path("pauseRun");
    assertThat(paused.path("state").asString()).isEqualTo("Paused");
    assertThat(paused.path("message").asString()).contains("a test", "administrator");
    assertThat(server.code("mutation { deleteRun(id: \"%s\") }".formatted(run.id())))
        .isEqualTo("CONFLICT");
    assertThat(server.query(call.formatted("resumeRun")).path("resumeRun").path("state").asString())
        .isEqualTo("Running");
    assertThat(server.code(call.formatted("resumeRun"))).isEqualTo("CONFLICT");
    assertThat(server.query(call.formatted("cancelRun")).path("cancelRun").path("state").asString())
        .isIn("Cancelled", "Cancelling", "Running");
    await().until(() -> run.recorded().state().isFinished());
    assertThat(run.recorded().state().name()).isEqualTo("Cancelled");
    assertThat(server.code(call.formatted("cancelRun"))).isEqualTo("CONFLICT");
    JsonNode set =
        server
            .query(
                "mutation { setRunState(run: \"%s\", state: Success, why: \"done by hand\") { state history { state message } } }"
                    .formatted(run.id()))
            .path("setRunState");
    assertThat(set.path("state").asString()).isEqualTo("Success");
    assertThat(texts(set.path("history"), "state")).endsWith("Cancelled", "Success");
    server.query("mutation { pinRun(id: \"%s\") { pinned } }".formatted(run.id()));
    assertThat(
            server
                .query(
                    "{ runs(where: {pinned: {_eq: true}}, orderBy: [{field: pinned}]) { nodes { id pinned } } }")
                .path("runs")
                .path("nodes")
                .toString())
        .isEqualTo("[{\"id\":\"%s\",\"pinned\":true}]".formatted(run.id()));
    assertThat(server.code("mutation { deleteRun(id: \"%s\") }".formatted(run.id())))
        .isEqualTo("CONFLICT");
    server.query("mutation { unpinRun(id: \"%s\") { pinned } }".formatted(run.id()));
    assertThat(
            server
                .query("mutation { deleteRun(id: \"%s\") }".formatted(run.id()))
                .path("deleteRun")
                .asString())
        .isEqualTo(run.id().toString());
    assertThat(server.query("{ run(id: \"%s\") { id } }".formatted(run.id())).path("run").isNull())
        .isTrue();
    assertThat(server.code("mutation { deleteRun(id: \"%s\") }".formatted(run.id())))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void a_waiting_run_is_held_back_and_a_task_run_is_approved() throws Exception {
    EngineRun<String> later =
        engine.start(SomeFlows.greeting(), StartOptions.at(Instant.now().plusSeconds(600)));
    String hold = "mutation { %s(id: \"" + later.id() + "\") { waiting { kind } } }";
    assertThat(
            texts(
                server.query(hold.formatted("pauseRun")).path("pauseRun").path("waiting"), "kind"))
        .contains("NOT_DUE", "HELD");
    assertThat(
            texts(
                server.query(hold.formatted("resumeRun")).path("resumeRun").path("waiting"),
                "kind"))
        .containsExactly("NOT_DUE");
    EngineRun<String> run = engine.start(SomeFlows.release());
    await().until(() -> !run.paused().isEmpty());
    String approve =
        "mutation { approve(run: \"" + run.id() + "\", task: \"%s\"%s) { node state } }";
    assertThat(server.code(approve.formatted("nothing", ""))).isEqualTo("NOT_FOUND");
    assertThat(server.code(approve.formatted("ship", ""))).isEqualTo("CONFLICT");
    assertThat(server.code(approve.formatted("approval", ", note: \"fine\"")))
        .isEqualTo("BAD_REQUEST");
    assertThat(
            server
                .query(approve.formatted("approval", ""))
                .path("approve")
                .path("state")
                .asString())
        .isEqualTo("Success");
    assertThat(run.await().value()).isEqualTo("shipped");
    assertThat(server.code(approve.formatted("approval", ""))).isEqualTo("CONFLICT");
    EngineRun<String> refused = engine.start(SomeFlows.release());
    await().until(() -> !refused.paused().isEmpty());
    JsonNode no =
        server
            .query(
                "mutation { approve(run: \"%s\", task: \"approval\", refuse: true, note: \"not today\") { state message } }"
                    .formatted(refused.id()))
            .path("approve");
    assertThat(no.path("message").asString()).contains("not today");
  }
}
