package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A runner of which each request is sent by hand. */
final class TestRunner {
  /** The contents of the only file of its package. */
  static final String FILE = "code";

  /** The number of its process, if a worker has started it. */
  static final int PID = 7;

  private final UUID id = UUID.randomUUID();
  private final String path = "/api/runners/" + id;
  private final String code;
  private final Flow<?> flow;
  private TestServer server;
  private String worker = "";
  private String session = "";
  private long seen;
  private int request;

  /**
   * Creates a runner that has no session yet.
   *
   * @param code the SHA-256 of its package
   */
  TestRunner(TestServer server, String code, Flow<?> flow) {
    this.server = server;
    this.code = code;
    this.flow = flow;
  }

  /** Registers a flow whose package is a file that is never loaded; returns its SHA-256. */
  static String register(StoreLocation location, Flow<?> flow) throws IOException {
    try (RunStore store = RunStore.open(location)) {
      return Registered.register(store, flow, FILE);
    }
  }

  /** Sends what follows to another server. */
  void moveTo(TestServer other) {
    server = other;
  }

  TestServer server() {
    return server;
  }

  String path() {
    return path;
  }

  String id() {
    return id.toString();
  }

  /** Says that a worker has started it. */
  void setWorker(String started) {
    worker = started;
  }

  static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  /** Returns the first request of a runner that has no runs. */
  ObjectNode hello() {
    ObjectNode hello = object().put("code", code).put("name", "a runner").put("version", "test");
    hello.put("slots", 10).put("request", 0);
    if (!worker.isEmpty()) {
      hello.put("worker", worker).put("pid", PID).put("isolated", false);
    }
    hello
        .putArray("flows")
        .addObject()
        .put("name", flow.name())
        .put("version", flow.spec().version())
        .put("crashes", 3);
    return hello;
  }

  /** Returns the first request of a session, in which the runner says that it owns a run. */
  ObjectNode hello(long session, String run, int epoch, int accepted) {
    ObjectNode hello = hello().put("session", session).put("request", request);
    hello
        .putArray("runs")
        .addObject()
        .put("run", run)
        .put("epoch", epoch)
        .put("accepted", accepted)
        .put("orders", run);
    return hello;
  }

  void open() {
    assertThat(open(hello()).statusCode()).isEqualTo(200);
  }

  HttpResponse<String> open(ObjectNode hello) {
    return server.send(server.request(path).PUT(BodyPublishers.ofString(hello.toString())).build());
  }

  /** Waits for news that it was not told yet. */
  List<JsonNode> news(int free) {
    return await().until(() -> glance(free), news -> !news.isEmpty());
  }

  /** Asks once for news that it was not told yet, and waits for a moment only. */
  List<JsonNode> glance(int free) {
    ObjectNode message = object().put("session", session).put("seen", seen);
    HttpResponse<String> response =
        server.post(path + "/news", message.put("free", free).put("wait", 500).toString());
    assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
    session = TestServer.json(response).path("session").asString();
    List<JsonNode> news = TestServer.json(response).path("news").valueStream().toList();
    seen = news.isEmpty() ? 0 : news.getLast().path("number").asLong();
    return news;
  }

  /** Sends events in a new request. */
  HttpResponse<String> send(JsonNode... events) {
    return sendAs(++request, events);
  }

  /** Sends events in a request with a number. */
  HttpResponse<String> sendAs(int number, JsonNode... events) {
    ObjectNode message = object().put("request", number);
    for (JsonNode event : events) {
      message.withArray("events").add(event);
    }
    return server.post(path + "/events", message.toString());
  }

  static ObjectNode batch(String run, int epoch, int sequence) {
    ObjectNode batch = object().put("kind", "batch").put("run", run);
    return batch.put("epoch", epoch).put("sequence", sequence);
  }

  static ObjectNode withRow(ObjectNode batch, String node, String value) {
    batch
        .putArray("tasks")
        .addArray()
        .add(node)
        .add(-1)
        .add("Success")
        .add(1)
        .add(1_000_000)
        .add(1_000_001)
        .add(1_000_002)
        .add(value);
    return batch;
  }

  static ObjectNode withState(ObjectNode batch, String state) {
    batch
        .putArray("flow")
        .add(state)
        .add("")
        .add(1_000_000)
        .addNull()
        .add("[[0,\"%s\",1000000,\"\",1]]".formatted(state));
    return batch;
  }

  /** Adds the successful end of the run. */
  static ObjectNode withEnd(ObjectNode batch) {
    batch
        .putArray("flow")
        .add("Success")
        .add("")
        .add(1_000_000)
        .add(1_000_002)
        .add("[[0,\"Success\",1000002,\"\",1]]");
    return batch;
  }
}
