package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
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

/** Keys of workers that are limited to pools, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class PoolKeysTest {
  private static final Flow<Integer> REPORT =
      Flow.define("report", f -> Task.of("one", Integer.class, () -> 1).call()).pool("reports");
  private static final Flow<Integer> ORDER =
      Flow.define("order", f -> Task.of("two", Integer.class, () -> 2).call());

  private final Stores kind;
  @TempDir private Path folder;
  private StoreLocation location;
  private TestServer server;
  private String report = "";
  private String order = "";

  /** A worker of the pool, with a key that is limited to it. */
  private FarWorker far;

  /** A worker of another pool, with a key for all pools. */
  private FarWorker near;

  PoolKeysTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    location = kind.fresh(home).location();
    server = TestServer.at(home, location, HttpLimits.DEFAULT);
    try (RunStore store = RunStore.open(location)) {
      report = Registered.register(store, REPORT, "report code");
      order = Registered.register(store, ORDER, "order code");
    }
    far = new FarWorker(server.with(key("far", ", pools: [\"reports\", \"night\"]")));
    near = new FarWorker(server.with(key("near", "")));
    assertThat(near.join("near", List.of("default")).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String key(String name, String more) {
    return server
        .query(
            "mutation { createKey(name: \"%s\", role: WORKER%s) { secret } }".formatted(name, more))
        .at("/createKey/secret")
        .asString();
  }

  private void join() {
    assertThat(far.join("far", List.of("reports")).statusCode()).isEqualTo(200);
  }

  private void run(String flow) {
    JsonNode _ =
        server.query(
            "mutation ($flow: String!) { createRun(flow: $flow) { id } }", Map.of("flow", flow));
  }

  private static void forbidden(HttpResponse<String> answer, String... words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(TestServer.json(answer).at("/error/message").asString()).contains(words);
  }

  @Test
  void a_key_shows_its_pools_and_one_that_makes_no_sense_is_refused() {
    assertThat(
            server
                .query("{ keys(orderBy: [{field: name}]) { nodes { name pools } } }")
                .at("/keys/nodes")
                .toString())
        .isEqualTo(
            "[{\"name\":\"far\",\"pools\":[\"reports\",\"night\"]},{\"name\":\"near\",\"pools\":[]}]");
    for (String wrong :
        List.of(
            "role: WORKER, pools: []",
            "role: WORKER, pools: [\"\"]",
            "role: WORKER, pools: [\"a b\"]",
            "role: WORKER, pools: [\"reports\", \"-\"]",
            "role: AUTHOR, pools: [\"reports\"]",
            "role: ADMINISTRATOR, pools: [\"reports\"]")) {
      assertThat(server.code("mutation { createKey(name: \"x\", %s) { secret } }".formatted(wrong)))
          .as(wrong)
          .isEqualTo("BAD_REQUEST");
    }
    JsonNode row =
        server
            .query(
                "{ audit(where: {action: {_eq: \"createKey\"}, outcome: {_eq: \"DONE\"}})"
                    + " { nodes { arguments after } } }")
            .at("/audit/nodes");
    assertThat(row.toString()).contains("\"pools\":[\"reports\",\"night\"]");
  }

  @Test
  void a_worker_joins_for_the_pools_of_its_key_only() {
    for (List<String> pools : List.of(List.of("default"), List.of("reports", "default"))) {
      forbidden(
          far.join("far", pools),
          "the key 'far' is limited to the pools 'reports', 'night'",
          "the worker takes runs of 'default', too; start it with --pool reports --pool night, or with a key for its pools");
    }
    join();
    assertThat(far.join("far", List.of("night", "reports")).statusCode()).isEqualTo(200);
    forbidden(far.join(near.id(), "near", List.of("reports")), "runs of 'default', too");
    assertThat(server.query("{ workers { nodes { name pools } } }").at("/workers/nodes").toString())
        .contains("{\"name\":\"near\",\"pools\":[\"default\"]}");
  }

  @Test
  void workers_of_other_pools_are_closed_to_the_key() {
    String path = FarWorker.path(near.id());
    String runner = UUID.randomUUID().toString();
    TestServer to = far.server();
    run("order");
    forbidden(to.post(path + "/report", "{\"runners\": [], \"log\": []}"), "'default', too");
    forbidden(to.post(path + "/deaths", "{\"pid\": 7, \"how\": \"x\"}"), "'default', too");
    forbidden(to.post(path + "/drain", "{}"), "'default', too");
    forbidden(to.get(path + "/changes"), "'default', too");
    forbidden(far.ask(near.id(), runner, order), "'default', too");
    forbidden(far.delete(path + "/runners/" + runner), "'default', too");
    forbidden(far.delete(path), "'default', too");
    assertThat(near.ask(near.id(), runner, order).statusCode()).isEqualTo(200);
  }

  @Test
  void packages_that_no_run_of_the_pools_needs_are_closed_to_the_key() {
    join();
    run("order");
    String file = "/api/packages/files/";
    for (String request :
        List.of(
            "/api/packages/" + order,
            "/api/packages/" + report,
            file + Sha256.of("order code"),
            file + Sha256.of("report code"))) {
      forbidden(far.server().get(request), "no run in them needs this package");
    }
    String runner = UUID.randomUUID().toString();
    forbidden(far.ask(far.id(), runner, report), "no run in them needs this package");
    run("report");
    assertThat(far.server().get("/api/packages/" + report).statusCode()).isEqualTo(200);
    assertThat(far.server().get(file + Sha256.of("report code")).body()).isEqualTo("report code");
    forbidden(far.ask(far.id(), runner, order), "no run in them needs this package");
    assertThat(far.ask(far.id(), runner, report).statusCode()).isEqualTo(200);
  }

  @Test
  void runners_of_other_pools_are_closed_to_the_key_and_its_own_claim_runs_of_its_pools() {
    join();
    run("order");
    run("report");
    TestRunner other = near.runner(order, ORDER);
    other.open();
    TestRunner served = new TestRunner(server, order, ORDER);
    served.open();
    for (TestRunner each : List.of(other, served)) {
      HttpResponse<String> answer =
          far.server().post(each.path() + "/secrets", "{\"run\": \"x\", \"name\": \"x\"}");
      assertThat(answer.statusCode()).as(answer.body()).isIn(403, 404);
      assertThat(far.delete(each.path() + "?died").statusCode()).isIn(403, 404);
    }
    TestRunner own = far.runner(report, REPORT);
    own.open();
    assertThat(
            TestServer.json(far.server().get("/api/runners"))
                .path("runners")
                .valueStream()
                .map(each -> each.path("id").asString()))
        .containsExactly(own.id());
    assertThat(own.news(5))
        .singleElement()
        .satisfies(news -> assertThat(news.at("/run/flow").asString()).isEqualTo("report"));
    assertThat(other.news(5))
        .singleElement()
        .satisfies(news -> assertThat(news.at("/run/flow").asString()).isEqualTo("order"));
  }

  @Test
  void a_runner_with_the_key_itself_belongs_to_a_worker_of_its_pools() {
    join();
    TestRunner runner = new TestRunner(far.server(), report, REPORT);
    forbidden(runner.open(runner.hello()), "the runner names no worker that is known");
    ObjectNode hello = runner.hello().put("pid", 7).put("isolated", false);
    forbidden(runner.open(hello.deepCopy().put("worker", near.id())), "runs of 'default', too");
    forbidden(
        runner.open(
            hello.deepCopy().put("worker", far.id()).put("code", FlowPackage.SERVED.sha256())),
        "flows that an application serves belong to no pool");
    assertThat(runner.open(hello.put("worker", far.id())).statusCode()).isEqualTo(200);
    assertThat(
            far.server()
                .send(
                    far.server()
                        .request(runner.path())
                        .method("DELETE", BodyPublishers.noBody())
                        .build())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void what_is_refused_to_the_key_is_in_the_audit_log() {
    forbidden(far.join("far", List.of("default")), "limited to");
    forbidden(far.server().get("/api/packages/" + order), "limited to");
    JsonNode rows =
        server
            .query(
                "{ audit(where: {outcome: {_eq: \"REFUSED\"}}) { nodes { actor actorKind action } } }")
            .at("/audit/nodes");
    assertThat(rows.valueStream().map(JsonNode::toString))
        .containsExactlyInAnyOrder(
            "{\"actor\":\"far\",\"actorKind\":\"KEY\",\"action\":\"PUT /api/workers/{worker}\"}",
            "{\"actor\":\"far\",\"actorKind\":\"KEY\",\"action\":\"GET /api/packages/{sha256}\"}");
  }
}
