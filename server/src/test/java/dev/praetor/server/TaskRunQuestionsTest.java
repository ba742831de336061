package dev.praetor.server;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.flatten;
import static dev.praetor.Praetor.forEach;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.engine.CurrentTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Questions about task runs beside their states: slices, the cache, pages of log lines, slots. */
class TaskRunQuestionsTest {
  @TempDir private static Path folder;
  private static PraetorEngine engine;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    engine = Praetor.open(Home.of(folder));
    server = TestServer.at(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
    engine.close();
  }

  private static int twice(int n) {
    return 2 * n;
  }

  private static int next(int n) {
    return n + 1;
  }

  private static int sum(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).sum();
  }

  private static List<Integer> below(int n) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add(i);
    }
    return all;
  }

  private static int talk() {
    for (int i = 0; i < 10; i++) {
      int n = i;
      CurrentTask.log(Instant.now(), "INFO", "talk", () -> "line " + n);
    }
    return 10;
  }

  private static Flow<Integer> slices() {
    return Flow.define(
        "slices",
        flow -> {
          var twice = Task.of(TaskRunQuestionsTest::twice).map(each(value(List.of(1, 2, 3))));
          var next = Task.of(TaskRunQuestionsTest::next).map(twice);
          var lists = Task.of(TaskRunQuestionsTest::below).map(next);
          var _ = Task.of(TaskRunQuestionsTest::next).named("flat").map(flatten(lists));
          var inner =
              forEach(
                  next,
                  element -> {
                    var below = Task.of(TaskRunQuestionsTest::below).named("inside").call(element);
                    var one = Task.of(TaskRunQuestionsTest::next).named("one").map(each(below));
                    var two = Task.of(TaskRunQuestionsTest::next).named("two").map(one);
                    return Task.of(TaskRunQuestionsTest::sum).named("count").call(two.collect());
                  });
          return Task.of(TaskRunQuestionsTest::sum).named("all").call(inner.collect());
        });
  }

  private static List<String> slice(RunId run, String node, int index) {
    JsonNode slice =
        server
            .query(
                "query ($r: ID!, $n: String!, $i: Int) { taskRun(run: $r, node: $n, index: $i) { slice { node index } } }",
                Map.of("r", run.toString(), "n", node, "i", index))
            .path("taskRun")
            .path("slice");
    return slice
        .valueStream()
        .map(each -> each.path("node").asString() + "#" + each.path("index").asInt())
        .toList();
  }

  @Test
  void a_slice_is_what_ran_for_one_element() {
    RunId run = engine.run(slices()).id();
    List<String> first = List.of("twice#1", "next#1", "below#1", "inside#1", "count#1");
    assertThat(slice(run, "twice", 1)).isEqualTo(first);
    assertThat(slice(run, "below", 1)).isEqualTo(first);
    assertThat(slice(run, "count", 1)).isEqualTo(first);
    assertThat(slice(run, "two[1]", 2))
        .containsExactly(
            "twice#1", "next#1", "below#1", "inside#1", "one[1]#2", "two[1]#2", "count#1");
    assertThat(slice(run, "flat", 4)).containsExactly("flat#4");
    assertThat(slice(run, "all", -1)).containsExactly("all#-1");
    assertThat(slice(run, "next", -1)).containsExactly("next#-1");
  }

  @Test
  void a_task_run_shows_what_the_cache_did() {
    Flow<Integer> flow =
        Flow.define(
            "cached",
            f ->
                Task.of(TaskRunQuestionsTest::twice)
                    .cached(Cache.byInputs().forAtMost(Duration.ofHours(1)))
                    .call(value(21)));
    RunId first = engine.run(flow).id();
    RunId second = engine.run(flow).id();
    String query =
        """
        query ($r: ID!) { taskRun(run: $r, node: "twice") { state
          cache { reused key runId run { id } taskRun made until } } }
        """;
    JsonNode stored = server.query(query, Map.of("r", first.toString())).path("taskRun");
    assertThat(stored.path("cache").path("reused").asBoolean()).isFalse();
    JsonNode reused = server.query(query, Map.of("r", second.toString())).path("taskRun");
    assertThat(reused.path("state").asString()).isEqualTo("Cached");
    JsonNode cache = reused.path("cache");
    assertThat(cache.path("reused").asBoolean()).isTrue();
    assertThat(cache.path("runId").asString()).isEqualTo(first.toString());
    assertThat(cache.path("run").path("id").asString()).isEqualTo(first.toString());
    assertThat(cache.path("taskRun").asString()).isEqualTo("twice");
    for (String same : List.of("key", "made", "until", "taskRun")) {
      assertThat(cache.path(same).asString())
          .as(same)
          .isNotBlank()
          .isEqualTo(stored.path("cache").path(same).asString());
    }
    assertThat(
            Duration.between(
                Instant.parse(cache.path("made").asString()),
                Instant.parse(cache.path("until").asString())))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    RunId other = engine.run(SomeFlows.greeting()).id();
    assertThat(
            server
                .query(query.replace("twice", "greet"), Map.of("r", other.toString()))
                .path("taskRun")
                .path("cache")
                .isNull())
        .isTrue();
  }

  @Test
  void a_limit_shows_its_holders_and_their_slots_can_be_released() throws Exception {
    CountDownLatch let = new CountDownLatch(1);
    Flow<String> flow =
        Flow.define(
            "slots",
            f ->
                Task.of(
                        "hold",
                        String.class,
                        () -> {
                          let.await();
                          return "held";
                        })
                    .tags("rare")
                    .call());
    JsonNode _ =
        server.query(
            "mutation { setLimit(name: \"rare\", n: 1) { n } setFlow: setLimit(name: \"slots\", n: 5, scope: FLOW) { n } }");
    RunId first = engine.start(flow).id();
    String holders = "{ limits { name used holders { run { id } task } } }";
    await()
        .until(() ->
            server
                .query(holders)
                .path("limits")
                .valueStream()
                .anyMatch(limit ->
                    limit.path("name").asString().equals("rare")
                        && limit
                            .path("holders")
                            .path(0)
                            .path("run")
                            .path("id")
                            .asString()
                            .equals(first.toString())
                        && limit.path("holders").path(0).path("task").asString().equals("hold")));
    assertThat(
            server
                .query(holders)
                .path("limits")
                .path(0)
                .path("holders")
                .path(0)
                .path("run")
                .path("id")
                .asString())
        .isEqualTo(first.toString());
    RunId second = engine.start(flow).id();
    String release = "mutation { releaseSlot(name: \"%s\", run: \"%s\", task: \"%s\") { used } }";
    JsonNode _ = server.query(release.formatted("rare", first, "hold"));
    await()
        .until(() ->
            server
                .query("{ taskRun(run: \"%s\", node: \"hold\") { state } }".formatted(second))
                .path("taskRun")
                .path("state")
                .asString()
                .equals("Running"));
    for (String wrong :
        List.of(
            release.formatted("rare", first, "hold"), release.formatted("rare", second, "none"))) {
      assertThat(server.code(wrong)).isEqualTo("CONFLICT");
    }
    for (String wrong :
        List.of(
            release.formatted("none", first, "hold"),
            release.formatted("slots", first, "hold"),
            release.formatted("rare", "0000ffff", "hold"))) {
      assertThat(server.code(wrong)).isEqualTo("NOT_FOUND");
    }
    assertThat(server.code(release.formatted("rare", first, "["))).isEqualTo("BAD_REQUEST");
    let.countDown();
    await().until(() -> engine.find(first).orElseThrow().state().isFinished());
    await().until(() -> engine.find(second).orElseThrow().state().isFinished());
  }

  private static JsonNode lines(RunId run, String arguments) {
    return server
        .query(
            "{ run(id: \"%s\") { logs(%s) { nodes { text } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } } }"
                .formatted(run, arguments))
        .path("run")
        .path("logs");
  }

  private static List<String> texts(JsonNode page) {
    return page.path("nodes").valueStream().map(each -> each.path("text").asString()).toList();
  }

  @Test
  void log_lines_are_read_backwards_from_the_end() {
    RunId run =
        engine.run(Flow.define("talk", f -> Task.of(TaskRunQuestionsTest::talk).call())).id();
    await().until(() -> texts(lines(run, "first: 100")).size() >= 10);
    String where = "where: {logger: {_eq: \"talk\"}}, first: 4, ";
    JsonNode last = lines(run, where + "before: \"\"");
    assertThat(texts(last)).containsExactly("line 6", "line 7", "line 8", "line 9");
    assertThat(last.path("pageInfo").path("hasNextPage").asBoolean()).isFalse();
    assertThat(last.path("pageInfo").path("hasPreviousPage").asBoolean()).isTrue();
    String start = last.path("pageInfo").path("startCursor").asString();
    JsonNode middle = lines(run, where + "before: \"%s\"".formatted(start));
    assertThat(texts(middle)).containsExactly("line 2", "line 3", "line 4", "line 5");
    assertThat(middle.path("pageInfo").path("hasNextPage").asBoolean()).isTrue();
    JsonNode first =
        lines(
            run,
            where
                + "before: \"%s\""
                    .formatted(middle.path("pageInfo").path("startCursor").asString()));
    assertThat(texts(first)).containsExactly("line 0", "line 1");
    assertThat(first.path("pageInfo").path("hasPreviousPage").asBoolean()).isFalse();
    String between =
        "after: \"%s\", before: \"%s\""
            .formatted(first.path("pageInfo").path("startCursor").asString(), start);
    assertThat(texts(lines(run, where + between)))
        .containsExactly("line 1", "line 2", "line 3", "line 4");
    String wrong =
        "after: \"%s\", before: \"%s\""
            .formatted(start, first.path("pageInfo").path("startCursor").asString());
    assertThat(
            server.code(
                "{ run(id: \"%s\") { logs(%s) { nodes { text } } } }".formatted(run, wrong)))
        .isEqualTo("BAD_REQUEST");
    assertThat(server.code("{ logs(before: \"x\") { nodes { text } } }")).isEqualTo("BAD_REQUEST");
  }
}
