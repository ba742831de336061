package dev.praetor.server;

import static dev.praetor.Praetor.every;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.engine.CurrentTask;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.access.Role;
import dev.praetor.store.model.StoreLocation;
import graphql.language.FieldDefinition;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with two projects: {@code acme}, and {@code labmark}, in which everything has a mark
 * that nobody should find who does not see that project.
 */
abstract class TwoProjects {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A text that everything in the other project has. */
  static final String MARK = "labmark";

  private final Stores kind;
  @TempDir private Path folder;
  TestServer server;
  Registered registered;
  String run = "";
  String waiting = "";
  String schedule = "";
  StoreLocation location = new StoreLocation.Home(Path.of("."));

  TwoProjects(Stores kind) {
    this.kind = kind;
  }

  private static String mark(String name) {
    CurrentTask.log(Instant.now(), "INFO", MARK + ".logger", () -> MARK + " logs");
    return MARK + " returns to " + name;
  }

  /** A flow all of whose texts have the mark. */
  private static Flow<String> marked() {
    return Flow.define(
            MARK + "-flow",
            flow ->
                Task.of(MARK + "-task", String.class, TwoProjects::mark)
                    .call(flow.parameter(MARK + "Parameter", MARK + " value")))
        .scheduled(Schedule.of(every(Duration.ofDays(900))));
  }

  private static Flow<String> plain() {
    return Flow.define("plain", flow -> Task.of("one", String.class, () -> "1").call());
  }

  @BeforeEach
  void start() throws Exception {
    Path home = folder.resolve("home");
    location = kind.fresh(home).location();
    server = TestServer.at(home, location, HttpLimits.DEFAULT);
    server.query("mutation { a: createProject(name: \"acme\") { name } }");
    server.query("mutation { a: createProject(name: \"labmark\") { name } }");
    registered = new Registered(location);
    registered.register(marked(), "marked");
    registered.serve(marked(), "marked");
    run =
        server
            .query("mutation { createRun(flow: \"labmark-flow\", name: \"labmark run\") { id } }")
            .at("/createRun/id")
            .asString();
    await().atMost(PATIENCE).until(() -> !server.query(one("ended")).at("/run/ended").isNull());
    move(run);
    registered.register("labmark", marked(), "marked");
    registered.register("acme", plain(), "plain");
    waiting = made("createRun(flow: \"labmark/labmark-flow\", labels: {labmark: \"labmark\"})");
    made("createRun(flow: \"plain\", project: \"acme\")");
    schedule =
        server
            .query(
                "mutation { addSchedule(flow: \"labmark/labmark-flow\", every: \"P800D\") { id } }")
            .at("/addSchedule/id")
            .asString();
    server.query(
        "mutation { setVariable(name: \"labmark/labmark-flow\", value: \"labmark\", project: \"labmark\") { name } }");
    server.query(
        "mutation { createKey(name: \"labmark-key\", role: VIEWER, project: \"labmark\") { key { id } } }");
  }

  private String one(String field) {
    return "{ run(id: \"" + run + "\") { " + field + " } }";
  }

  String made(String mutation) {
    return server
        .query("mutation { " + mutation + " { id } }")
        .path("createRun")
        .path("id")
        .asString();
  }

  /** Gives a run to the other project, as if a worker had run it there. */
  private void move(String id) throws Exception {
    Footprint.change(
        location,
        List.of(
            "UPDATE flow_run SET flow = 'labmark/labmark-flow' WHERE id = '" + id + "'",
            "UPDATE flow_version SET flow = 'labmark/labmark-flow'",
            "UPDATE version_of_flow SET flow = 'labmark/labmark-flow'",
            "DELETE FROM registered_flow",
            "DELETE FROM registered_version",
            "DELETE FROM schedule_place",
            "DELETE FROM event"));
  }

  @AfterEach
  void stop() throws Exception {
    registered.close();
    server.close();
  }

  String key(Role role, String project) {
    return server
        .query(
            "mutation { createKey(name: \"%s of %s %s\", role: %s, project: \"%s\") { secret } }"
                .formatted(role.label(), project, System.nanoTime(), role, project))
        .at("/createKey/secret")
        .asString();
  }

  HttpResponse<String> send(String key, String method, String path, String body) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.server.url() + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  JsonNode ask(String key, String query) {
    return TestServer.json(
        send(
            key,
            "POST",
            "/graphql",
            JsonMapper.shared().writeValueAsString(Map.of("query", query))));
  }

  ProjectWalls walls() {
    return new ProjectWalls(
        Map.of(
            "id", "\"" + run + "\"",
            "run", "\"" + run + "\"",
            "node", "\"labmark-task\"",
            "task", "\"labmark-task\"",
            "flow", "\"labmark/labmark-flow\"",
            "name", "\"labmark/labmark-flow\"",
            "schedule", "\"" + schedule + "\"",
            "first", "5"));
  }

  /** Asks every question, and checks that no answer has the mark. */
  void walk(String key) {
    int told = 0;
    for (FieldDefinition field : ProjectWalls.fields("Query")) {
      String query = walls().operation("query", field);
      JsonNode answer = ask(key, query);
      assertThat(answer.path("data").toString())
          .as("%s: %s", field.getName(), answer)
          .doesNotContain(MARK, run, waiting);
      assertThat(answer.toString()).doesNotContain("INTERNAL", "TOO_COSTLY", "Validation");
      if (ask(server.key, query).path("data").toString().contains(MARK)) {
        told++;
      }
    }
    // Otherwise the questions would prove little.
    assertThat(told).isGreaterThan(12);
  }

  /** Returns the rows that belong to the other project. */
  Map<String, List<String>> written() throws Exception {
    Map<String, List<String>> tables = Footprint.tables(location);
    tables.replaceAll((table, rows) ->
        rows.stream().filter(row -> row.contains(MARK) || row.contains(run)).toList());
    tables.keySet().removeIf(table -> table.startsWith("audit"));
    tables.values().removeIf(List::isEmpty);
    return tables;
  }
}
