package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.engine.run.RunIds;
import dev.praetor.store.RunStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A runner may do only what is recorded of it, whatever its code says, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class RunnerWallsTest extends RunnerTestBase {
  private static final Flow<Integer> INNER =
      Flow.define("inner", f -> Task.of("use", Integer.class, () -> 1).secrets("TOKEN").call());

  RunnerWallsTest(Stores kind) {
    super(kind);
  }

  private static ObjectNode within(String parent, String run, Flow<?> flow) {
    return begin(run, "parent", parent, flow.name())
        .put("version", flow.spec().version())
        .put("spec", flow.spec().json());
  }

  private String fresh() {
    return RunIds.at(time.get()).toString();
  }

  private void grantTo(String flow) {
    JsonNode _ =
        server.query(
            "mutation ($flow: String!) { grantSecret(name: \"TOKEN\", flow: $flow) { name } }",
            Map.of("flow", flow));
  }

  private void revokeFrom(String flow) {
    JsonNode _ =
        server.query(
            "mutation ($flow: String!) { revokeSecretGrant(name: \"TOKEN\", flow: $flow) { name } }",
            Map.of("flow", flow));
  }

  private void isGiven(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(TestServer.json(answer).path("value").asString()).isEqualTo("hush-hush");
  }

  @Test
  void a_flow_in_a_flow_that_nobody_registered_reads_what_is_granted_to_the_flow_around_it() {
    grant();
    runner.open();
    String outer = claimed();
    String inner = fresh();
    assertThat(outcome(within(outer, inner, INNER))).contains("\"isNew\":true");
    isGiven(secret(inner));
    revokeFrom("twice");
    grantTo("inner");
    assertThat(secret(inner).body())
        .contains(
            "secret 'TOKEN' is not granted to flow 'twice' around flow 'inner', which is not registered itself")
        .contains("praetor secrets grant TOKEN twice");
  }

  @Test
  void code_that_calls_its_flow_like_another_reads_nothing_that_is_granted_to_that()
      throws IOException {
    grant();
    revokeFrom("twice");
    grantTo("other");
    runner.open();
    String outer = claimed();
    Flow<Integer> disguised =
        Flow.define("other", f -> Task.of("use", Integer.class, () -> 1).secrets("TOKEN").call());
    String wrongVersion = fresh();
    assertThat(outcome(within(outer, wrongVersion, disguised))).contains("\"isNew\":true");
    assertThat(secret(wrongVersion).body()).contains("is not granted to flow 'twice'");
    try (RunStore store = RunStore.open(location)) {
      String _ = Registered.register(store, disguised, OTHER_FILE);
    }
    String wrongPackage = fresh();
    assertThat(outcome(within(outer, wrongPackage, disguised))).contains("\"isNew\":true");
    assertThat(secret(wrongPackage).body()).contains("is not granted to flow 'twice'");
  }

  @Test
  void a_flow_in_a_flow_that_is_registered_with_its_package_reads_what_is_granted_to_it()
      throws IOException {
    grant();
    revokeFrom("twice");
    grantTo("inner");
    try (RunStore store = RunStore.open(location)) {
      assertThat(Registered.register(store, INNER, TestRunner.FILE)).isEqualTo(code);
    }
    runner.open();
    String inner = fresh();
    assertThat(outcome(within(claimed(), inner, INNER))).contains("\"isNew\":true");
    isGiven(secret(inner));
  }

  @Test
  void a_runner_reads_the_versions_of_flows_of_its_projects_only() throws Exception {
    runner.open();
    String path = runner.path() + "/versions/";
    assertThat(own().get(path + FLOW.spec().version()).body()).contains("twice");
    assertThat(own().get(path + OTHER.spec().version()).statusCode()).isEqualTo(200);
    Footprint.update(
        location, "UPDATE version_of_flow SET flow = 'beta/other' WHERE flow = 'other'");
    refusedAs(own().get(path + OTHER.spec().version()), 404);
    String inner = fresh();
    assertThat(outcome(within(claimed(), inner, INNER))).contains("\"isNew\":true");
    await().until(() -> state(inner).equals("Pending"));
    assertThat(own().get(path + INNER.spec().version()).statusCode()).isEqualTo(200);
  }

  private static void refusedAs(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void nothing_is_written_for_a_runner_that_is_not_recorded_as_the_owner() throws Exception {
    runner.open();
    String run = claimed();
    assertThat(runner.send(TestRunner.batch(run, 1, 1)).statusCode()).isEqualTo(200);
    Footprint.update(location, "UPDATE flow_run SET owner = 'another' WHERE id = '" + run + "'");
    HttpResponse<String> row =
        runner.send(TestRunner.withRow(TestRunner.batch(run, 1, 2), "twice", "8"));
    assertThat(row.body()).contains("refused").contains("has claimed it");
    HttpResponse<String> end = runner.send(TestRunner.withEnd(TestRunner.batch(run, 1, 3)));
    assertThat(end.body()).contains("refused").contains("has claimed it");
    assertThat(state(run)).isEqualTo("Pending");
    assertThat(Footprint.rows(location, "SELECT * FROM task_run")).isEmpty();
  }

  private CompletableFuture<HttpResponse<String>> waiting() {
    ObjectNode message = TestRunner.object().put("session", "").put("seen", 0);
    String body = message.put("free", 1).put("wait", 20_000).toString();
    return CompletableFuture.supplyAsync(
        () -> own().post(runner.path() + "/news", body), Thread::startVirtualThread);
  }

  @Test
  void a_runner_that_waits_for_news_gets_none_once_its_key_is_revoked() {
    runner.open();
    assertThat(runner.glance(1)).isEmpty();
    CompletableFuture<HttpResponse<String>> first = waiting();
    CompletableFuture<HttpResponse<String>> second = waiting();
    var _ = CompletableFuture.anyOf(first, second).join(); // The later one has ended the earlier.
    CompletableFuture<HttpResponse<String>> waits = first.isDone() ? second : first;
    JsonNode _ = server.query("mutation { revokeKey(id: \"far\") { id } }");
    String run = run();
    refused(waits.join(), 401, "the key of worker 'far' was revoked");
    assertThat(state(run)).isEqualTo("Queued");
  }

  @Test
  void a_runner_acts_on_no_run_that_it_has_handed_over() {
    runner.open();
    String run = claimed();
    ObjectNode left = TestRunner.object().put("kind", "left").put("run", run);
    left.put("failed", false).put("handedOver", true);
    assertThat(runner.send(left).statusCode()).isEqualTo(200);
    TestRunner other = worker.runner(code, FLOW);
    other.open();
    assertThat(other.news(1).getFirst().path("kind").asString()).isEqualTo("resume");
    String path = runner.path() + "/runs/" + run;
    forbidden(own().get(path), "is not needed by a run of");
    forbidden(own().get(path + "/record"), "is not needed by a run of");
    forbidden(own().get(runner.path() + "/runs/" + fresh()), "is not needed by a run of");
    forbidden(own().post(path + "/child", "{\"task\": \"twice\"}"), "has ended, or does not");
    assertThat(outcome(begin(fresh(), "restartOf", run, "twice"))).contains("does not belong");
    ObjectNode slots = TestRunner.object().put("kind", "takeSlots").put("ticket", 1);
    slots.put("epoch", 1).put("run", run).put("node", "twice").put("index", -1);
    slots.putArray("tags").add("scarce");
    assertThat(outcome(slots)).contains("does not belong to this runner");
  }

  @Test
  void a_part_of_a_run_is_not_retried_as_a_run_of_its_own() {
    runner.open();
    String part = fresh();
    assertThat(outcome(within(claimed(), part, INNER))).contains("\"isNew\":true");
    await().until(() -> state(part).equals("Pending"));
    assertThat(outcome(begin(fresh(), "restartOf", part, "inner")))
        .contains("is within another run");
    assertThat(outcome(begin(fresh(), "parent", part, "in\u202ener"))).contains("U+202E");
  }

  @Test
  void a_runner_serves_no_version_of_another_project() throws Exception {
    Footprint.update(
        location, "UPDATE version_of_flow SET flow = 'beta/other' WHERE flow = 'other'");
    ObjectNode hello = runner.hello();
    ObjectNode flow = hello.withArray("flows").addObject().put("crashes", 3);
    flow.put("name", "other").put("version", OTHER.spec().version());
    refusedAs(runner.open(hello), 404);
    flow.put("name", "beta/other").put("version", FLOW.spec().version());
    refusedAs(runner.open(hello), 400);
  }

  private HttpResponse<String> artifact(String run) {
    ObjectNode artifact = TestRunner.object().put("run", run).put("node", "twice").put("index", -1);
    artifact.put("attempt", 1).put("time", 1_000_000);
    return own()
        .post(
            runner.path() + "/artifacts",
            artifact.put("name", "report.md").put("content", "# Late").toString());
  }

  private String line(String run) {
    ObjectNode event = TestRunner.object().put("kind", "log");
    ArrayNode line = event.putArray("lines").addArray();
    line.add(run).add("twice").add(-1).add(1).add(1_000_000).add("INFO").add("flow").add("late");
    return outcome(event);
  }

  @Test
  void a_run_that_its_runner_has_left_gets_no_log_lines_or_artifacts() {
    runner.open();
    String run = claimed();
    assertThat(line(run)).doesNotContain("refused");
    assertThat(artifact(run).statusCode()).isEqualTo(200);
    end(run);
    assertThat(line(run)).as("hooks may log").doesNotContain("refused");
    assertThat(artifact(run).statusCode()).as("hooks may publish").isEqualTo(200);
    leave(run);
    assertThat(line(run)).contains("the run is not in this runner");
    forbidden(artifact(run), "has ended, or does not belong to runner");
  }

  @Test
  void a_token_ends_with_the_role_of_the_user_of_its_key() {
    JsonNode _ =
        server.query(
            "mutation { createUser(name: \"robot\", service: true, role: ADMINISTRATOR) { user { name } } }");
    String key =
        server
            .query("mutation { createKey(name: \"box\", user: \"robot\") { secret } }")
            .at("/createKey/secret")
            .asString();
    worker = new FarWorker(server.with(key));
    assertThat(worker.join("box", List.of("default")).statusCode()).isEqualTo(200);
    runner = worker.runner(code, FLOW);
    isAccepted();
    JsonNode _ = server.query("mutation { setRole(id: \"robot\", role: VIEWER) { name } }");
    ended("the key of worker 'box' was revoked or has expired");
  }

  @Test
  void orders_of_a_run_that_a_runner_does_not_retry_do_not_reach_it() {
    runner.open();
    String own = claimed();
    TestRunner other = worker.runner(code, FLOW);
    other.open();
    String foreign = run();
    assertThat(other.news(1).getFirst().at("/run/run").asString()).isEqualTo(foreign);
    ObjectNode hello = runner.hello(2, own, 1, 0);
    ((ObjectNode) hello.path("runs").path(0)).put("orders", foreign);
    runner.open(hello);
    JsonNode _ =
        server.query("mutation ($run: ID!) { cancelRun(id: $run) { id } }", Map.of("run", foreign));
    assertThat(other.news(1).getFirst().path("kind").asString()).isEqualTo("order");
    assertThat(runner.glance(1)).isEmpty();
  }
}
