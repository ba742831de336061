package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.run.RunIds;
import dev.praetor.server.access.Permissions;
import dev.praetor.store.access.ApiKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens of runners: what they open, and when they end, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class RunnerTokensTest extends RunnerTestBase {
  RunnerTokensTest(Stores kind) {
    super(kind);
  }

  @Test
  void a_runner_runs_its_runs_with_its_token_until_its_session_ends() {
    runner.open();
    String run = claimed();
    end(run);
    leave(run);
    assertThat(own().get("/api/packages/" + code).statusCode()).isEqualTo(200);
    assertThat(own().get("/api/packages/files/" + Sha256.of(TestRunner.FILE)).body())
        .isEqualTo(TestRunner.FILE);
    assertThat(send(own(), "DELETE", runner.path()).statusCode()).isEqualTo(200);
    ended("the token of this runner has ended");
    refused(runner.open(runner.hello()), 401, "has ended");
  }

  @Test
  void nothing_but_the_session_and_the_package_is_open_to_a_token() {
    runner.open();
    TestRunner other = worker.runner(otherCode, OTHER);
    other.open();
    server
        .server
        .methods()
        .forEach((path, methods) ->
            methods.stream()
                .map(method -> method + " " + path)
                .filter(Permissions.all()::containsKey)
                .forEach(request -> closed(request, other)));
    forbidden(own().get("/api/packages/" + otherCode), "and no other");
    forbidden(own().get("/api/packages/files/" + Sha256.of(OTHER_FILE)), "and no other");
    forbidden(own().post("/graphql", "{\"query\": \"{ server { version } }\"}"), "not for runners");
  }

  private void closed(String request, TestRunner other) {
    String[] words = request.split(" ", -1);
    String path = words[1].replace("{runner}", other.id()).replaceAll("\\{[a-z0-9]+}", "x");
    forbidden(send(own(), words[0], path), "the token of '");
  }

  @Test
  void a_runner_is_what_its_worker_said_of_it() {
    forbidden(runner.open(runner.hello().put("code", otherCode)), "another package");
    ObjectNode alone = runner.hello();
    alone.remove("worker");
    forbidden(runner.open(alone), "another worker");
    forbidden(
        runner.open(runner.hello().put("worker", UUID.randomUUID().toString())), "another worker");
    runner.open();
  }

  @Test
  void a_runner_reads_the_runs_that_its_runs_continue_and_no_others() {
    runner.open();
    String first = claimed();
    end(first);
    leave(first);
    String other = run();
    assertThat(runner.news(1).getFirst().at("/run/run").asString()).isEqualTo(other);
    end(other);
    leave(other);
    assertThat(send(own(), "DELETE", runner.path()).statusCode()).isEqualTo(200);
    runner = worker.runner(code, FLOW);
    runner.open();
    String record = "/runs/%s/record";
    forbidden(own().get(runner.path() + record.formatted(first)), "is not needed by a run of");
    forbidden(own().get(runner.path() + "/runs/" + first), "is not needed by a run of");
    String restart =
        server
            .query(
                "mutation ($run: ID!) { restartRun(run: $run, from: \"twice\") { id } }",
                Map.of("run", first))
            .at("/restartRun/id")
            .asString();
    assertThat(runner.news(1).getFirst().at("/run/run").asString()).isEqualTo(restart);
    assertThat(own().get(runner.path() + record.formatted(first)).body()).contains("\"twice\"");
    forbidden(own().get(runner.path() + record.formatted(other)), "is not needed by a run of");
  }

  @Test
  void a_runner_begins_no_run_that_there_is_and_none_of_another_project_or_flow() {
    JsonNode _ = server.query("mutation { createProject(name: \"beta\") { name } }");
    runner.open();
    String own = claimed();
    TestRunner other = worker.runner(code, FLOW);
    other.open();
    String foreign = run();
    assertThat(other.news(1).getFirst().at("/run/run").asString()).isEqualTo(foreign);
    assertThat(outcome(begin(foreign, "parent", own, "twice"))).contains("has a run with this id");
    assertThat(outcome(TestRunner.withEnd(TestRunner.batch(foreign, 1, 1)))).contains("refused");
    forbidden(own().get(runner.path() + "/runs/" + foreign), "is not needed by a run of");
    assertThat(state(foreign)).isEqualTo("Pending");
    String fresh = RunIds.at(time.get()).toString();
    assertThat(outcome(begin(fresh, "parent", own, "beta/twice")))
        .contains("belongs to the project");
    assertThat(outcome(begin(fresh, "restartOf", own, "other"))).contains("it is no retry of run");
    assertThat(outcome(begin(fresh, "parent", foreign, "twice"))).contains("does not belong");
    assertThat(state(fresh)).isEmpty();
    ObjectNode inner = begin(fresh, "parent", own, "inner");
    inner.put("origin", "{\"target\":\"\",\"user\":\"somebody\"}");
    assertThat(outcome(inner)).contains("\"isNew\":true");
    assertThat(createdBy(fresh)).isNotEmpty().isEqualTo(createdBy(own));
    end(own);
    String late = RunIds.at(time.get()).toString();
    assertThat(outcome(begin(late, "parent", own, "inner"))).contains("does not belong");
  }

  private String createdBy(String run) {
    return server
        .query("query ($id: ID!) { run(id: $id) { createdBy } }", Map.of("id", run))
        .at("/run/createdBy")
        .asString();
  }

  @Test
  void no_token_is_made_for_a_process_that_has_begun() {
    TestRunner alone = new TestRunner(server, code, FLOW);
    alone.open();
    HttpResponse<String> answer = worker.ask(worker.id(), alone.id(), code);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(answer.body()).contains("or has begun");
  }

  @Test
  void a_secret_is_given_out_while_the_runner_owns_the_run() {
    grant();
    runner.open();
    String waiting = run();
    forbidden(secret(waiting), "has ended, or does not belong to runner " + runner.id());
    assertThat(runner.news(1).getFirst().at("/run/run").asString()).isEqualTo(waiting);
    assertThat(TestServer.json(secret(waiting)).path("value").asString()).isEqualTo("hush-hush");
    end(waiting);
    assertThat(secret(waiting).statusCode()).as("hooks may need it").isEqualTo(200);
    leave(waiting);
    forbidden(secret(waiting), "has ended, or does not belong to runner " + runner.id());
    String next = claimed();
    end(next);
    time.set(time.get().plusSeconds(5));
    forbidden(secret(next), "has ended, or does not belong to runner " + runner.id());
  }

  @Test
  void a_run_that_another_runner_has_got_is_closed_to_the_one_before() throws Exception {
    grant();
    runner.open();
    String run = claimed();
    assertThat(runner.send(TestRunner.batch(run, 1, 1)).statusCode()).isEqualTo(200);
    assertThat(secret(run).statusCode()).isEqualTo(200);
    Footprint.update(
        location, "UPDATE flow_run SET owner = 'another', epoch = 2 WHERE id = '" + run + "'");
    forbidden(secret(run), "has ended, or does not belong to runner " + runner.id());
  }

  @Test
  void a_token_ends_with_the_key_of_its_worker_at_each_server() throws Exception {
    try (TestServer second = TestServer.at(folder.resolve("second"), location, time::get)) {
      TestRunner brief = expiring();
      isAccepted();
      JsonNode _ = server.query("mutation { revokeKey(id: \"far\") { id } }");
      ended("the key of worker 'far' was revoked or has expired");
      refused(
          second.with(own().key).get("/api/packages/" + code),
          401,
          "'far' was revoked or has expired");
      runner = brief;
      isAccepted();
      time.set(time.get().plus(Duration.ofMinutes(10)));
      ended("the key of worker 'near' was revoked or has expired");
    }
  }

  private TestRunner expiring() {
    FarWorker near =
        new FarWorker(
            server.with(key("near", Optional.of(time.get().plus(Duration.ofMinutes(10))))));
    assertThat(near.join("near", List.of("default")).statusCode()).isEqualTo(200);
    return near.runner(code, FLOW);
  }

  @Test
  void a_token_ends_when_its_worker_says_so_or_leaves() {
    runner.open();
    String deaths = FarWorker.path(worker.id()) + "/deaths";
    assertThat(
            worker
                .server()
                .post(deaths, "{\"pid\": %d, \"how\": \"killed\"}".formatted(TestRunner.PID))
                .statusCode())
        .isEqualTo(200);
    ended("the runner or its worker has");
    runner = worker.runner(code, FLOW);
    TestRunner stays = worker.runner(code, FLOW);
    isAccepted();
    String path = FarWorker.path(worker.id()) + "/runners/" + runner.id();
    assertThat(
            worker
                .delete(FarWorker.path(UUID.randomUUID().toString()) + "/runners/" + runner.id())
                .statusCode())
        .isEqualTo(200);
    isAccepted();
    assertThat(worker.delete(path).statusCode()).isEqualTo(200);
    ended("the runner or its worker has");
    runner = stays;
    isAccepted();
    assertThat(worker.delete(FarWorker.path(worker.id())).statusCode()).isEqualTo(200);
    ended("the runner or its worker has");
    assertThat(worker.ask(worker.id(), UUID.randomUUID().toString(), code).statusCode())
        .isEqualTo(409);
  }

  @Test
  void a_token_is_not_accepted_while_its_worker_is_not_heard() throws Exception {
    String moved = "UPDATE worker SET heartbeat = heartbeat - %d";
    Footprint.update(location, moved.formatted(60_000_000));
    isAccepted();
    Footprint.update(location, moved.formatted(60_000_000));
    ended("worker 'far' was not heard for long");
    assertThat(
            TestServer.json(own().get("/api/packages/" + code))
                .at("/error/details/0/missing")
                .asString())
        .isEqualTo("worker");
    assertThat(
            worker
                .server()
                .post(FarWorker.path(worker.id()) + "/report", "{\"runners\": [], \"log\": []}")
                .statusCode())
        .isEqualTo(200);
    isAccepted();
  }

  @Test
  void a_token_is_accepted_by_the_next_server_and_renewed_while_it_is_used() throws Exception {
    server.close();
    server = TestServer.at(folder.resolve("next"), location, time::get);
    runner.moveTo(server.with(own().key));
    isAccepted();
    time.set(time.get().plus(Duration.ofDays(1)).plusSeconds(60));
    ended("the runner or its worker has");
    time.set(Instant.now());
    Footprint.update(location, "UPDATE runner_token SET ends = ends - 7200000000");
    String ends = "SELECT ends FROM runner_token";
    List<String> before = Footprint.rows(location, ends);
    isAccepted();
    await().until(() -> !Footprint.rows(location, ends).equals(before));
  }

  @Test
  void what_is_no_token_of_this_server_is_refused() throws Exception {
    String token = own().key;
    Path other = folder.resolve("other");
    try (TestServer second = TestServer.at(other, kind.fresh(other).location(), time::get)) {
      refused(
          second.with(token).get("/api/packages/" + code),
          401,
          "has ended, or is that of another server");
    }
    for (String wrong :
        List.of(
            "praetor_runner_",
            token + "x",
            token.substring(0, token.length() - 1),
            token.toUpperCase(Locale.ROOT),
            token.substring(1),
            token.replace("runner_", ""),
            ApiKeys.random(),
            "praetor_runner_' OR '1' = '1")) {
      assertThat(server.with(wrong).get("/api/packages/" + code).statusCode())
          .as(wrong)
          .isEqualTo(401);
    }
  }

  @Test
  void only_the_hash_of_a_token_is_kept() throws Exception {
    String secret = own().key.substring("praetor_runner_".length());
    assertThat(Footprint.tables(location).toString()).doesNotContain(secret);
    try (Stream<Path> files = Files.walk(server.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(secret);
      }
    }
  }

  @Test
  void what_is_refused_to_a_runner_is_in_the_audit_log() {
    runner.open();
    forbidden(own().get("/api/packages/" + otherCode), "and no other");
    forbidden(secret(UUID.randomUUID().toString()), "has ended, or does not belong");
    JsonNode rows =
        server
            .query(
                "{ audit(where: {outcome: {_eq: \"REFUSED\"}}) { nodes { actor actorKind action } } }")
            .at("/audit/nodes");
    assertThat(rows.valueStream().map(JsonNode::toString))
        .containsExactlyInAnyOrder(
            "{\"actor\":\"runner of far\",\"actorKind\":\"RUNNER\",\"action\":\"GET /api/packages/{sha256}\"}",
            "{\"actor\":\"runner of far\",\"actorKind\":\"RUNNER\",\"action\":\"POST /api/runners/{runner}/secrets\"}");
  }

  @Test
  void a_token_is_made_once_for_a_runner_of_a_live_worker() {
    assertThat(worker.ask(worker.id(), runner.id(), code).statusCode()).isEqualTo(409);
    isAccepted();
    for (List<String> wrong :
        List.of(
            List.of("x", UUID.randomUUID().toString(), code),
            List.of(worker.id(), "x", code),
            List.of(worker.id(), UUID.randomUUID().toString(), "x"))) {
      HttpResponse<String> answer = worker.ask(wrong.get(0), wrong.get(1), wrong.get(2));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }
    assertThat(
            worker
                .ask(UUID.randomUUID().toString(), UUID.randomUUID().toString(), code)
                .statusCode())
        .isEqualTo(409);
  }
}
