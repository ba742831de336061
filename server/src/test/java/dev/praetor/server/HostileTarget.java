package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.embedded.registered.RegisteredScheduler;
import dev.praetor.engine.Timekeeper;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.Overlap;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.access.Role;
import dev.praetor.store.model.StoreLocation;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with everything that hostile requests try to reach: keys, a session, projects, runs, a
 * runner; and a schedule that is due several times a second meanwhile.
 */
final class HostileTarget {
  /** The name of the flow with the schedule. */
  static final String TICKING = "ticking";

  /** The time between two of its occurrences. */
  static final Duration PERIOD = Duration.ofMillis(500);

  /** A text that everything in the other project has. */
  static final String MARK = "labmark";

  private static final String PASSWORD = "correct horse battery";
  private static final HttpLimits LIMITS =
      new HttpLimits(1 << 20, 16 << 10, Duration.ofSeconds(4), Duration.ofSeconds(1), 200);

  final TestServer server;
  final StoreLocation location;
  final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  final HostileCallers callers;
  final HostileProtocol protocol;
  final HostileWalls walls;
  private final Registered registered;

  HostileTarget(Path home, Stores.Fresh fresh) throws Exception {
    this.location = fresh.location();
    this.server =
        TestServer.of(
            TestServer.options(home, location),
            List.of(store -> new RegisteredScheduler(store, Timekeeper.system())),
            LIMITS,
            time::get);
    this.registered = new Registered(location);
    for (String project : List.of("acme", MARK)) {
      JsonNode _ = server.query("mutation { createProject(name: \"" + project + "\") { name } }");
    }
    registered.register(MARK, plain(MARK + "-flow"), "marked");
    String run = made("flow: \"labmark/labmark-flow\", labels: {labmark: \"labmark\"}");
    this.callers = callers(home);
    this.protocol = protocol(run);
    this.walls =
        HostileWalls.of(bearer(key("administrator of acme", Role.ADMINISTRATOR, "acme")), run);
    registered.register(
        Flow.define(TICKING, _ -> Task.of("tick", String.class, () -> "tick").call())
            .scheduled(
                Schedule.of(Praetor.every(PERIOD))
                    .withOverlap(Overlap.ALLOW)
                    .withCatchUp(CatchUp.all())),
        "ticking");
    settle();
  }

  private static Flow<String> plain(String name) {
    return Flow.define(name, _ -> Task.of("one", String.class, () -> "1").call());
  }

  private String made(String arguments) {
    return server
        .query("mutation { createRun(" + arguments + ") { id } }")
        .at("/createRun/id")
        .asString();
  }

  static String bearer(String key) {
    return "Authorization: Bearer " + key;
  }

  private String key(String name, Role role, String project) {
    String of = project.isEmpty() ? "" : ", project: \"" + project + "\"";
    return server
        .query(
            "mutation { createKey(name: \"%s\", role: %s%s) { secret } }".formatted(name, role, of))
        .at("/createKey/secret")
        .asString();
  }

  private HostileCallers callers(Path home) throws Exception {
    String revoked = key("revoked", Role.ADMINISTRATOR, "");
    JsonNode _ = server.query("mutation { revokeKey(id: \"revoked\") { id } }");
    String expired =
        server
            .query(
                "mutation { createKey(name: \"expired\", role: AUTHOR, expires: \"%s\") { secret } }"
                    .formatted(time.get().plusSeconds(60)))
            .at("/createKey/secret")
            .asString();
    time.set(time.get().plusSeconds(60));
    Path elsewhere = home.resolveSibling("elsewhere");
    String other;
    try (TestServer second = TestServer.at(elsewhere)) {
      other = second.key;
    }
    user("bo", Role.ADMINISTRATOR);
    String ended = session("bo");
    HttpRequest.Builder end =
        to("/api/session").header("Cookie", ended).header("Sec-Fetch-Site", "same-origin");
    assertThat(server.send(end.DELETE().build()).statusCode()).isEqualTo(200);
    user("cy", Role.ADMINISTRATOR);
    String disabled = session("cy");
    JsonNode _ = server.query("mutation { disableUser(id: \"cy\") { id } }");
    return new HostileCallers(
        List.of(revoked, expired, other), server.key, List.of(ended, disabled), session("bo"));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.server.url() + path))
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> post(String path, Map<String, String> body) {
    String json = JsonMapper.shared().writeValueAsString(body);
    return server.send(to(path).POST(BodyPublishers.ofString(json)).build());
  }

  private void user(String name, Role role) {
    String link =
        server
            .query("mutation { createUser(name: \"%s\", role: %s) { link } }".formatted(name, role))
            .at("/createUser/link")
            .asString();
    String token = link.replaceFirst(".*#setup=", "");
    assertThat(post("/api/password", Map.of("token", token, "password", PASSWORD)).statusCode())
        .isEqualTo(200);
  }

  /** Returns the cookie of a new session. */
  private String session(String name) {
    HttpResponse<String> answer = post("/api/session", Map.of("name", name, "password", PASSWORD));
    return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private HostileProtocol protocol(String run) throws Exception {
    Flow<String> idle = plain("idle");
    TestRunner runner = new TestRunner(server, TestRunner.register(location, idle), idle);
    runner.open();
    return new HostileProtocol(
        bearer(key("far", Role.WORKER, "")),
        bearer(key("dev", Role.AUTHOR, "")),
        runner.path(),
        run);
  }

  /** Returns the runs that the schedule has made, with the times at which they were due. */
  List<JsonNode> ticks() {
    List<JsonNode> all = new ArrayList<>();
    String after = "null";
    while (true) {
      JsonNode page =
          server
              .query(
                  "{ runs(where: {flow: {name: {_eq: \"%s\"}}}, orderBy: [{field: scheduled, direction: asc}], first: 1000, after: %s) { nodes { id scheduled created } pageInfo { endCursor hasNextPage } } }"
                      .formatted(TICKING, after))
              .path("runs");
      page.path("nodes").forEach(all::add);
      if (!page.at("/pageInfo/hasNextPage").asBoolean()) {
        return all;
      }
      after = "\"" + page.at("/pageInfo/endCursor").asString() + "\"";
    }
  }

  /** Waits until the schedule has made a run for a later time, and the streams have ended. */
  void settle() {
    Instant now = Instant.now();
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() ->
            ticks().stream()
                .anyMatch(tick -> Instant.parse(tick.path("scheduled").asString()).isAfter(now)));
    await().atMost(Duration.ofSeconds(90)).until(() -> server.server.streams() == 0);
  }

  void close() throws Exception {
    registered.close();
    server.close();
  }
}
