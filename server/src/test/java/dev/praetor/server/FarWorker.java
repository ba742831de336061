package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A worker without a database, of which each request is sent by hand with a key of its own. */
final class FarWorker {
  private final String id = UUID.randomUUID().toString();
  private final TestServer server;

  /**
   * Creates a worker that has not introduced itself yet.
   *
   * @param server the server, with the key of the worker
   */
  FarWorker(TestServer server) {
    this.server = server;
  }

  String id() {
    return id;
  }

  TestServer server() {
    return server;
  }

  static String path(String worker) {
    return "/api/workers/" + worker;
  }

  HttpResponse<String> join(String name, List<String> pools) {
    return join(id, name, pools);
  }

  /** Introduces a worker that may be another one. */
  HttpResponse<String> join(String worker, String name, List<String> pools) {
    ObjectNode body = TestRunner.object().put("name", name).put("version", "test");
    pools.forEach(body.putArray("pools")::add);
    body.putArray("labels");
    body.put("slots", 10).put("drains", false).put("host", "there").put("pid", 5);
    return server.send(
        server.request(path(worker)).PUT(BodyPublishers.ofString(body.toString())).build());
  }

  /** Asks for the token of a runner. */
  HttpResponse<String> ask(String worker, String runner, String code) {
    ObjectNode body = TestRunner.object().put("runner", runner).put("code", code);
    return server.post(path(worker) + "/runners", body.toString());
  }

  /** Returns the token of a runner that this worker starts. */
  String token(String runner, String code) {
    HttpResponse<String> answer = ask(id, runner, code);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer).path("token").asString();
  }

  /** Returns a runner of this worker that has a token, and no session yet. */
  TestRunner runner(String code, Flow<?> flow) {
    TestRunner runner = new TestRunner(server, code, flow);
    runner.setWorker(id);
    runner.moveTo(server.with(token(runner.id(), code)));
    return runner;
  }

  HttpResponse<String> delete(String path) {
    return server.send(server.request(path).DELETE().build());
  }
}
