package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreLocation;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A runner finds and keeps cached results in the projects of its runs only, whatever it sends, on
 * each database.
 */
@ParameterizedClass
@EnumSource
@Tag("database")
class RunnerCacheTest {
  private static final String NOTHING = "no result is kept yet";
  private static final Flow<Integer> FLOW =
      Flow.define("twice", f -> Task.of("twice", Integer.class, () -> 2).call());

  private final Stores kind;
  @TempDir private Path folder;
  private TestServer server;
  private StoreLocation location = new StoreLocation.Home(Path.of("."));
  private String code = "";
  private TestRunner runner;

  RunnerCacheTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    Path home = folder.resolve("home");
    location = kind.fresh(home).location();
    server = TestServer.at(home, location, HttpLimits.DEFAULT);
    code = TestRunner.register(location, FLOW);
    Registered registered = new Registered(location);
    for (String project : List.of("alpha", "beta")) {
      server.query("mutation { createProject(name: \"" + project + "\") { name } }");
      registered.register(project, FLOW, TestRunner.FILE);
    }
    registered.close();
    runner = new TestRunner(server, code, FLOW);
    runner.open();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Makes a run and lets a runner claim it; returns its id. */
  private String claimed(TestRunner by, String flow) {
    String run =
        server
            .query("mutation { createRun(flow: \"" + flow + "\") { id } }")
            .at("/createRun/id")
            .asString();
    assertThat(by.news(1).getLast().at("/run/run").asString()).isEqualTo(run);
    return run;
  }

  private String flowOf(String run) {
    return server
        .query("query ($id: ID!) { run(id: $id) { flow { key } } }", Map.of("id", run))
        .at("/run/flow/key")
        .asString();
  }

  private static ObjectNode request(String run, String key) {
    ObjectNode request = TestRunner.object().put("scope", "s").put("key", key);
    request.put("exclusive", true).putArray("inputs");
    return request.put("run", run);
  }

  private JsonNode found(TestRunner by, String run, String key) {
    HttpResponse<String> answer =
        server.post(by.path() + "/cache/find", request(run, key).toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer);
  }

  private HttpResponse<String> put(TestRunner by, String run, String key, String value) {
    ObjectNode entry = request(run, key).put("value", value).put("taskRun", "t");
    return server.post(by.path() + "/cache/put", entry.toString());
  }

  private HttpResponse<String> claim(TestRunner by, ObjectNode request) {
    return server.post(
        by.path() + "/cache/claims/" + UUID.randomUUID(), request.put("wait", 300).toString());
  }

  private boolean isTaken(TestRunner by, String run) {
    HttpResponse<String> answer = claim(by, request(run, "k"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer).path("taken").asBoolean();
  }

  @Test
  void runs_of_other_projects_neither_find_nor_replace_a_result() {
    String alpha = claimed(runner, "alpha/twice");
    String beta = claimed(runner, "beta/twice");
    String plain = claimed(runner, "twice");
    assertThat(put(runner, alpha, "k", "\"of alpha\"").statusCode()).isEqualTo(200);
    for (String run : List.of(beta, plain)) {
      for (String key : List.of("k", "alpha/k", "/alpha/k", "default/k")) {
        assertThat(found(runner, run, key).path("why").asString()).as(key).isEqualTo(NOTHING);
        assertThat(put(runner, run, key, "\"planted\"").statusCode()).isEqualTo(200);
      }
    }
    assertThat(found(runner, alpha, "k").path("value").asString()).isEqualTo("\"of alpha\"");
    assertThat(found(runner, alpha, "default/k").path("why").asString()).isEqualTo(NOTHING);
    String again = claimed(runner, "alpha/twice");
    assertThat(found(runner, again, "k").path("value").asString()).isEqualTo("\"of alpha\"");
  }

  @Test
  void a_claim_holds_in_the_project_of_its_run() {
    TestRunner other = new TestRunner(server, code, FLOW);
    String alpha = claimed(runner, "alpha/twice");
    String beta = claimed(runner, "beta/twice");
    other.open();
    String later = claimed(other, "alpha/twice");
    assertThat(isTaken(runner, alpha)).isTrue();
    assertThat(isTaken(runner, beta)).isTrue();
    assertThat(isTaken(other, later)).isFalse();
  }

  @Test
  void a_request_names_a_run_that_the_runner_owns() {
    String alpha = claimed(runner, "alpha/twice");
    TestRunner other = new TestRunner(server, code, FLOW);
    other.open();
    assertThat(put(runner, alpha, "k", "1").statusCode()).isEqualTo(200);
    for (String run : List.of(alpha, UUID.randomUUID().toString())) {
      assertThat(put(other, run, "k", "2").statusCode()).isEqualTo(403);
      assertThat(claim(other, request(run, "k")).statusCode()).isEqualTo(403);
      HttpResponse<String> find =
          server.post(other.path() + "/cache/find", request(run, "k").toString());
      assertThat(find.statusCode()).isEqualTo(403);
      assertThat(find.body()).contains("does not belong to runner").doesNotContain("value");
    }
    ObjectNode none = request(alpha, "k").without("run");
    assertThat(claim(runner, none).statusCode()).isEqualTo(400);
    assertThat(server.post(runner.path() + "/cache/find", none.toString()).statusCode())
        .isEqualTo(400);
    assertThat(found(runner, alpha, "k").path("value").asString()).isEqualTo("1");
  }

  @Test
  void a_new_server_takes_up_no_claim_for_a_run_of_somebody_else() {
    String alpha = claimed(runner, "alpha/twice");
    TestRunner other = new TestRunner(server, code, FLOW);
    ObjectNode hello = other.hello();
    hello
        .withArray("claims")
        .addObject()
        .put("claim", UUID.randomUUID().toString())
        .put("run", alpha)
        .put("key", "k");
    assertThat(other.open(hello).statusCode()).isEqualTo(200);
    assertThat(isTaken(runner, alpha)).isTrue();
  }

  private static ObjectNode begin(String run, String flow) {
    return TestRunner.object()
        .put("kind", "begin")
        .put("run", run)
        .put("flow", flow)
        .put("name", "made by a runner")
        .put("parameters", "{}")
        .put("notes", "{}")
        .put("origin", OriginJson.write(new RunOrigin("a runner", "ann")))
        .put("created", 1_000_000)
        .put("scheduled", 1_000_000)
        .put("history", "[[0,\"Pending\",1000000,\"\"]]");
  }

  @Test
  void a_member_that_the_beginning_of_a_run_lacks_is_named() {
    ObjectNode whole = begin(UUID.randomUUID().toString(), "twice");
    // The origin of a run within another one is that of the outer one.
    whole.remove("origin");
    for (String member : List.copyOf(whole.propertyNames())) {
      ObjectNode lacking = whole.deepCopy();
      lacking.remove(member);
      checkMissing(lacking, "." + member + " is missing");
    }
  }

  private void checkMissing(ObjectNode event, String message) {
    HttpResponse<String> refused = runner.send(event);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(TestServer.json(refused).at("/error/message").asString()).contains(message);
  }

  @Test
  void runs_that_a_runner_makes_belong_to_the_project_of_the_run_before_them() {
    String alpha = claimed(runner, "alpha/twice");
    assertThat(put(runner, alpha, "k", "1").statusCode()).isEqualTo(200);
    String within = UUID.randomUUID().toString();
    String retry = UUID.randomUUID().toString();
    HttpResponse<String> begun =
        runner.send(
            begin(within, "inner").put("parent", alpha).put("parentTask", "inner"),
            begin(retry, "twice").put("restartOf", alpha));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    assertThat(flowOf(within)).isEqualTo("alpha/inner");
    assertThat(flowOf(retry)).isEqualTo("alpha/twice");
    for (String run : List.of(within, retry)) {
      assertThat(found(runner, run, "k").path("value").asString()).isEqualTo("1");
    }
    String plain = claimed(runner, "twice");
    for (String member : List.of("parent", "restartOf")) {
      HttpResponse<String> refused =
          runner.send(begin(UUID.randomUUID().toString(), "alpha/twice").put(member, plain));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
      assertThat(refused.body()).contains("run " + plain);
    }
  }
}
