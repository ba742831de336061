package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The base of tests of runners with tokens: a server on each database, a worker and its runner. */
abstract class RunnerTestBase {
  static final Flow<Integer> FLOW =
      Flow.define(
          "twice",
          f ->
              Task.of("twice", Integer.class, (Integer n) -> 2 * n)
                  .secrets("TOKEN")
                  .call(f.parameter("n", Integer.class)));
  static final Flow<Integer> OTHER =
      Flow.define("other", f -> Task.of("one", Integer.class, () -> 1).call());
  static final String OTHER_FILE = "other code";

  final Stores kind;
  @TempDir Path folder;
  final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  StoreLocation location;
  TestServer server;
  String code = "";
  String otherCode = "";
  FarWorker worker;
  TestRunner runner;

  RunnerTestBase(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    location = kind.fresh(home).location();
    server = TestServer.at(home, location, time::get);
    code = TestRunner.register(location, FLOW);
    try (RunStore store = RunStore.open(location)) {
      otherCode = Registered.register(store, OTHER, OTHER_FILE);
    }
    worker = new FarWorker(server.with(key("far", Optional.empty())));
    assertThat(worker.join("far", List.of("default")).statusCode()).isEqualTo(200);
    runner = worker.runner(code, FLOW);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  final String key(String name, Optional<Instant> expires) {
    return server
        .query(
            "mutation ($name: String!, $expires: DateTime) {"
                + " createKey(name: $name, role: WORKER, expires: $expires) { secret } }",
            expires.isEmpty()
                ? Map.of("name", name)
                : Map.of("name", name, "expires", expires.get().toString()))
        .at("/createKey/secret")
        .asString();
  }

  /** Returns the server as the runner reaches it. */
  final TestServer own() {
    return runner.server();
  }

  final String run() {
    return server
        .query("mutation { createRun(flow: \"twice\", parameters: {n: 4}) { id } }")
        .at("/createRun/id")
        .asString();
  }

  /** Makes a run that the runner claims; returns its id. */
  final String claimed() {
    String run = run();
    assertThat(runner.news(1).getFirst().at("/run/run").asString()).isEqualTo(run);
    return run;
  }

  final void end(String run) {
    JsonNode last =
        TestRunner.withEnd(TestRunner.withRow(TestRunner.batch(run, 1, 1), "twice", "8"));
    assertThat(runner.send(last).statusCode()).isEqualTo(200);
    await().until(() -> state(run).equals("Success"));
  }

  final void leave(String run) {
    ObjectNode left = TestRunner.object().put("kind", "left").put("run", run);
    assertThat(runner.send(left.put("failed", false).put("handedOver", false)).statusCode())
        .isEqualTo(200);
  }

  final String state(String run) {
    return server
        .query("query ($id: ID!) { run(id: $id) { state } }", Map.of("id", run))
        .at("/run/state")
        .asString();
  }

  final HttpResponse<String> send(TestServer to, String method, String path) {
    return to.send(to.request(path).method(method, BodyPublishers.noBody()).build());
  }

  static void refused(HttpResponse<String> answer, int status, String problem) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode error = TestServer.json(answer).path("error");
    assertThat(error.path("code").asString())
        .isEqualTo(status == 401 ? "UNAUTHENTICATED" : "FORBIDDEN");
    assertThat(error.path("message").asString()).contains(problem);
  }

  static void forbidden(HttpResponse<String> answer, String problem) {
    refused(answer, 403, problem);
  }

  final void ended(String problem) {
    refused(own().get("/api/packages/" + code), 401, problem);
  }

  final void isAccepted() {
    assertThat(own().get("/api/packages/" + code).statusCode()).isEqualTo(200);
  }

  final HttpResponse<String> secret(String run) {
    return own()
        .post(
            runner.path() + "/secrets",
            TestRunner.object().put("run", run).put("name", "TOKEN").toString());
  }

  final void grant() {
    JsonNode _ =
        server.query(
            "mutation ($value: SecretText!) {"
                + " setSecret(name: \"TOKEN\", value: $value, grantTo: [\"twice\"]) { name } }",
            Map.of("value", "hush-hush"));
  }

  static ObjectNode begin(String run, String lineage, String of, String flow) {
    ObjectNode begin = TestRunner.object().put("kind", "begin").put("run", run).put(lineage, of);
    begin.put("flow", flow).put("name", "a run").put("parameters", "{}").put("notes", "{}");
    begin.put("created", 1_000_000);
    return begin.put("scheduled", 1_000_000).put("history", "[[0,\"Pending\",1000000,\"\"]]");
  }

  final String outcome(JsonNode event) {
    return runner.send(event).body();
  }
}
