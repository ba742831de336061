package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests of a runner, and requests that no runner of Praetor sends, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class RunnerProtocolTest {
  private static final String FILE = Sha256.of(TestRunner.FILE);
  private static final Flow<Integer> FLOW =
      Flow.define(
          "twice",
          f ->
              Task.of("twice", Integer.class, (Integer n) -> 2 * n)
                  .call(f.parameter("n", Integer.class)));

  private final Stores kind;
  @TempDir private Path folder;
  private StoreLocation location;
  private TestServer server;
  private String code = "";
  private TestRunner runner;

  RunnerProtocolTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    location = fresh.location();
    server = TestServer.at(home, location, HttpLimits.DEFAULT);
    code = TestRunner.register(location, FLOW);
    runner = new TestRunner(server, code, FLOW);
    runner.open();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String run() {
    return server
        .query("mutation { createRun(flow: \"twice\", parameters: {n: 4}) { id } }")
        .path("createRun")
        .path("id")
        .asString();
  }

  private String state(String run) {
    return server
        .query("query ($id: ID!) { run(id: $id) { state } }", Map.of("id", run))
        .path("run")
        .path("state")
        .asString();
  }

  /** Makes a run and lets the runner claim it; returns its id. */
  private String claimed() {
    String run = run();
    JsonNode start = runner.news(1).getFirst();
    assertThat(start.path("kind").asString()).isEqualTo("start");
    assertThat(start.path("run").path("run").asString()).isEqualTo(run);
    assertThat(start.path("run").path("epoch").asInt()).isEqualTo(1);
    return run;
  }

  private List<String> taskRuns(String run) {
    return server
        .query(
            "query ($id: ID!) { run(id: $id) { taskRuns { nodes { node value } } } }",
            Map.of("id", run))
        .at("/run/taskRuns/nodes")
        .valueStream()
        .map(each -> each.path("node").asString() + "=" + each.path("value"))
        .toList();
  }

  @Test
  void a_batch_is_written_once_and_in_order() {
    String run = claimed();
    JsonNode first = TestRunner.withRow(TestRunner.batch(run, 1, 1), "a", "1");
    assertThat(runner.send(first).statusCode()).isEqualTo(200);
    assertThat(runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 1), "b", "2")).statusCode())
        .isEqualTo(200);
    assertThat(taskRuns(run)).containsExactly("a=1");
    HttpResponse<String> early =
        runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 3), "c", "3"));
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.body()).contains("out of order").contains("CONFLICT");
    assertThat(runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 2), "d", "4")).statusCode())
        .isEqualTo(200);
    assertThat(taskRuns(run)).containsExactly("a=1", "d=4");
  }

  @Test
  void a_stale_epoch_is_refused_and_writes_nothing() {
    String run = claimed();
    assertThat(runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 1), "a", "1")).statusCode())
        .isEqualTo(200);
    HttpResponse<String> stale =
        runner.send(
            TestRunner.withRow(TestRunner.batch(run, 2, 1), "b", "2"),
            TestRunner.withRow(TestRunner.batch(run, 1, 2), "c", "3"));
    assertThat(stale.statusCode()).isEqualTo(409);
    JsonNode details = TestServer.json(stale).at("/error/details");
    assertThat(details.path(0).at("/outcome/refused").asString()).contains("epoch 1");
    assertThat(details.path(1).at("/outcome/refused").isMissingNode()).isTrue();
    assertThat(taskRuns(run)).containsExactly("a=1", "c=3");
    String other = run();
    assertThat(
            runner.send(TestRunner.withRow(TestRunner.batch(other, 1, 1), "a", "1")).statusCode())
        .isEqualTo(409);
    assertThat(taskRuns(other)).isEmpty();
    assertThat(state(other)).isEqualTo("Queued");
  }

  @Test
  void a_request_that_is_sent_again_is_answered_as_before() {
    String run = claimed();
    assertThat(runner.send(TestRunner.batch(run, 1, 1)).statusCode()).isEqualTo(200);
    ObjectNode line = TestRunner.object().put("kind", "log");
    line.putArray("lines")
        .addArray()
        .add(run)
        .add("a")
        .add(-1)
        .add(1)
        .add(1_000)
        .add("INFO")
        .add("x")
        .add("once");
    assertThat(runner.send(line).statusCode()).isEqualTo(200);
    assertThat(runner.sendAs(2, line).statusCode()).isEqualTo(200);
    assertThat(runner.sendAs(1, line).statusCode()).isEqualTo(409);
    await()
        .untilAsserted(() -> {
          JsonNode log =
              server.query(
                  "query ($id: ID!) { run(id: $id) { logs { nodes { text } } } }",
                  Map.of("id", run));
          assertThat(log.at("/run/logs/nodes").size()).isEqualTo(1);
        });
  }

  @Test
  void a_cancellation_does_not_wait_for_the_next_heartbeat() throws Exception {
    String run = claimed();
    assertThat(runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 1), "a", "1")).statusCode())
        .isEqualTo(200);
    Thread asks =
        Thread.ofVirtual()
            .start(() ->
                server.query(
                    "mutation ($id: ID!) { cancelRun(id: $id) { id } }", Map.of("id", run)));
    try (RunStore store = RunStore.open(location)) {
      await().until(() -> !store.orders(RunId.parse(run)).isEmpty());
    }
    await()
        .until(() ->
            runner.news(0).stream()
                .anyMatch(each -> each.path("type").asString().equals("cancel")));
    asks.join();
  }

  @Test
  void a_death_that_is_reported_makes_the_next_runner_resume() {
    String run = claimed();
    assertThat(runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 1), "a", "1")).statusCode())
        .isEqualTo(200);
    assertThat(server.send(server.request(runner.path() + "?died").DELETE().build()).statusCode())
        .isEqualTo(200);
    TestRunner next = new TestRunner(server, code, FLOW);
    next.open();
    JsonNode resume = next.news(1).getFirst();
    assertThat(resume.path("kind").asString()).isEqualTo("resume");
    assertThat(resume.at("/run/epoch").asInt()).isEqualTo(2);
    HttpResponse<String> record = server.get(next.path() + "/runs/" + run + "/record");
    assertThat(record.body()).contains("\"node\":\"a\"").endsWith("{\"end\":true}\n");
    runner.open();
    assertThat(runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 2), "b", "2")).statusCode())
        .isEqualTo(409);
    assertThat(taskRuns(run)).containsExactly("a=1");
  }

  @Test
  void what_a_runner_computes_alone_is_taken_up_by_the_next_server() throws IOException {
    String claim = UUID.randomUUID().toString();
    String waiting = UUID.randomUUID().toString();
    String run = claimed();
    assertThat(hasAlone(runner, run, claim)).isTrue();
    server.close();
    server = TestServer.at(server.home, location, HttpLimits.DEFAULT);
    ObjectNode again = runner.hello(1, run, 1, 0);
    again.withArray("claims").addObject().put("claim", claim).put("run", run).put("key", "k");
    runner.moveTo(server);
    assertThat(runner.open(again).statusCode()).isEqualTo(200);
    TestRunner other = new TestRunner(server, code, FLOW);
    other.open();
    String later = run();
    assertThat(other.news(1).getFirst().at("/run/run").asString()).isEqualTo(later);
    assertThat(hasAlone(other, later, waiting)).isFalse();
    String path = runner.path() + "/cache/claims/" + claim;
    assertThat(server.send(server.request(path).DELETE().build()).statusCode()).isEqualTo(200);
    await().until(() -> hasAlone(other, later, waiting));
  }

  private boolean hasAlone(TestRunner by, String run, String claim) {
    ObjectNode message =
        TestRunner.object().put("scope", "s").put("key", "k").put("exclusive", true);
    message.put("run", run).putArray("inputs");
    HttpResponse<String> response =
        server.post(by.path() + "/cache/claims/" + claim, message.put("wait", 500).toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response).path("taken").asBoolean();
  }

  @Test
  void the_runs_that_a_runner_does_not_own_any_more_are_told_to_it() {
    String run = claimed();
    ObjectNode again = runner.hello();
    again
        .putArray("runs")
        .addObject()
        .put("run", run)
        .put("epoch", 1)
        .put("accepted", 0)
        .put("orders", run);
    again
        .withArray("runs")
        .addObject()
        .put("run", UUID.randomUUID().toString())
        .put("epoch", 1)
        .put("accepted", 0)
        .put("orders", run);
    JsonNode answer = TestServer.json(runner.open(again));
    assertThat(answer.path("lost").size()).isEqualTo(1);
  }

  @Test
  void versions_that_are_too_far_apart_are_refused_with_what_to_upgrade() {
    HttpResponse<String> refused =
        new TestRunner(server, code, FLOW).open(runner.hello().put("version", "0.9.1"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("0.9.1").contains("version");
  }

  @Test
  void a_package_and_its_files_can_be_fetched() {
    JsonNode contents = TestServer.json(server.get("/api/packages/" + code));
    assertThat(contents.at("/files/0/sha256").asString()).isEqualTo(FILE);
    assertThat(server.get("/api/packages/files/" + FILE).body()).isEqualTo(TestRunner.FILE);
    assertThat(server.get("/api/packages/files/" + Sha256.of("none")).statusCode()).isEqualTo(404);
    assertThat(server.get("/api/packages/xyz").statusCode()).isEqualTo(400);
  }

  @Test
  void large_values_come_in_pieces_and_whole_or_not_at_all() {
    String value = "\"" + "x".repeat(20_000) + "\"";
    String hash = Sha256.of(value);
    String path = runner.path() + "/values/" + hash;
    int size = value.length();
    assertThat(piece(path, 0, size, value.substring(0, 9_000))).isEqualTo(200);
    assertThat(server.get(path).statusCode()).isEqualTo(404);
    assertThat(piece(path, 10_000, size, value.substring(10_000))).isEqualTo(409);
    assertThat(piece(path, 9_000, size, value)).isEqualTo(400);
    assertThat(piece(path, 9_000, size, value.substring(9_000))).isEqualTo(200);
    assertThat(server.get(path).body()).isEqualTo(value);
    String wrong = runner.path() + "/values/" + Sha256.of("other");
    assertThat(piece(wrong, 0, size, value)).isEqualTo(400);
    assertThat(server.get(wrong).statusCode()).isEqualTo(404);
    String run = claimed();
    ObjectNode missing = TestRunner.withRow(TestRunner.batch(run, 1, 1), "a", "null");
    JsonNode row = missing.at("/tasks/0");
    ((ArrayNode) row)
        .setNull(7)
        .addNull()
        .addNull()
        .add(Sha256.of("other"))
        .add(7)
        .addNull()
        .add(0)
        .addNull()
        .addNull()
        .addNull()
        .addNull()
        .addNull();
    assertThat(runner.send(missing).statusCode()).isEqualTo(400);
    ((ArrayNode) row).set(10, hash).set(11, size);
    assertThat(runner.send(missing).statusCode()).isEqualTo(200);
    assertThat(taskRuns(run)).hasSize(1);
  }

  private int piece(String path, int offset, int size, String bytes) {
    return server
        .send(
            server
                .request(path + "?offset=" + offset + "&size=" + size)
                .PUT(BodyPublishers.ofString(bytes))
                .build())
        .statusCode();
  }

  @Test
  void a_variable_is_given_to_a_run_of_the_runner_and_to_no_other() throws SQLException {
    String run = claimed();
    assertThat(variable(run).body()).isEqualTo("{\"project\":\"default\"}");
    server.query("mutation { setVariable(name: \"CHANNEL\", value: \"#general\") { name } }");
    assertThat(variable(run).body()).isEqualTo("{\"project\":\"default\",\"value\":\"#general\"}");
    Footprint.change(
        location,
        List.of("UPDATE flow_run SET flow = 'acme/' || flow WHERE id = '%s'".formatted(run)));
    assertThat(variable(run).body()).isEqualTo("{\"project\":\"acme\"}");
    HttpResponse<String> other = variable("00000000-0000-7000-8000-000000000000");
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.body()).contains("does not belong to runner").doesNotContain("#general");
  }

  private HttpResponse<String> variable(String run) {
    return server.post(
        runner.path() + "/variables", "{\"run\":\"%s\",\"name\":\"CHANNEL\"}".formatted(run));
  }

  /** Replaces random parts of valid messages by what they cannot be. */
  @Test
  void malformed_messages_are_refused_and_write_nothing() throws SQLException {
    String run = claimed();
    Map<String, List<String>> written = Footprint.tables(location);
    Random random = new Random(7);
    List<JsonNode> wrong =
        List.of(
            JsonMapper.shared().readTree("null"),
            JsonMapper.shared().readTree("-5"),
            JsonMapper.shared().readTree("1e99"),
            JsonMapper.shared().readTree("\"\\u0000\""),
            JsonMapper.shared().readTree("\"\""),
            JsonMapper.shared().readTree("[]"),
            JsonMapper.shared().readTree("{}"),
            JsonMapper.shared().readTree("true"),
            JsonMapper.shared().readTree("\"Nonsense\""));
    for (int i = 0; i < 300; i++) {
      ObjectNode event = TestRunner.withRow(TestRunner.batch(run, 1, 1), "a", "1");
      event.putArray("counts").addArray().add("a").add("Success").add(1);
      event.putArray("elements").addArray().add("a").add("AAAA");
      event.putArray("history").addArray().add("a").add(-1).add(0).add("[[0,\"Pending\",1,\"\"]]");
      event
          .putArray("flow")
          .add("Running")
          .add("")
          .add(1)
          .addNull()
          .add("[[0,\"Running\",1,\"\",1]]");
      damage(event, random, wrong);
      event.put("kind", event.path("kind").isString() ? event.path("kind").asString() : "x");
      event.put("epoch", 7); // What is still valid is refused for its epoch.
      String message = "{\"request\":" + (i + 1) + ",\"events\":[" + event + "]}";
      if (random.nextInt(10) == 0) {
        message = message.substring(0, random.nextInt(message.length()));
      }
      HttpResponse<String> response = server.post(runner.path() + "/events", message);
      assertThat(response.statusCode()).as("%s%n%s", message, response.body()).isIn(400, 409);
      assertThat(TestServer.json(response).at("/error/message").asString()).isNotBlank();
    }
    assertThat(taskRuns(run)).isEmpty();
    for (String path :
        List.of("", "/news", "/secrets", "/variables", "/artifacts", "/cache/find", "/cache/put")) {
      for (String body : List.of("", "[]", "{", "{}", "{\"seen\":-1}", "{\"name\":7}")) {
        String method = path.isEmpty() ? "PUT" : "POST";
        int status =
            server
                .send(
                    server
                        .request(runner.path() + path)
                        .method(method, BodyPublishers.ofString(body))
                        .build())
                .statusCode();
        assertThat(status).as(path + " " + body).isIn(400, 403, 404);
      }
    }
    assertThat(Footprint.tables(location)).isEqualTo(written);
  }

  private static void damage(JsonNode json, Random random, List<JsonNode> wrong) {
    List<JsonNode> parents = new ArrayList<>(List.of(json));
    for (int i = 0; i < parents.size(); i++) {
      parents
          .get(i)
          .forEach(each -> {
            if (each.isContainer()) {
              parents.add(each);
            }
          });
    }
    JsonNode parent = parents.get(random.nextInt(parents.size()));
    JsonNode bad = wrong.get(random.nextInt(wrong.size()));
    if (parent instanceof ObjectNode object) {
      List<String> names = List.copyOf(object.propertyNames());
      object.set(names.get(random.nextInt(names.size())), bad);
    } else if (parent instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), bad);
    }
  }
}
