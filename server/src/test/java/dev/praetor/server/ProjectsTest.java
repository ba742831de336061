package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.server.access.Permissions;
import dev.praetor.store.access.Role;
import graphql.language.FieldDefinition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key that is limited to a project opens that project, and tells nothing of another one. */
@ParameterizedClass
@EnumSource
@Tag("database")
class ProjectsTest extends TwoProjects {
  ProjectsTest(Stores kind) {
    super(kind);
  }

  @Test
  void no_question_tells_anything_of_another_project() {
    walk(key(Role.ADMINISTRATOR, "acme"));
  }

  @Test
  void own_things_are_found_as_if_there_was_no_other_project() {
    String viewer = key(Role.VIEWER, "acme");
    JsonNode data =
        ask(
                viewer,
                """
                { projects { nodes { name } } flows { nodes { name project key } count { n } }
                  runs { nodes { flow { key } project } count { n } }
                  flow(name: "plain", project: "acme") { name runs { count { n } } }
                  other: flow(name: "labmark-flow", project: "labmark") { name }
                  runsAggregate(groupBy: [{field: project}]) { key count } }\
                """)
            .path("data");
    assertThat(data.path("projects").path("nodes").toString()).isEqualTo("[{\"name\":\"acme\"}]");
    assertThat(data.path("flows").toString())
        .isEqualTo(
            "{\"nodes\":[{\"name\":\"plain\",\"project\":\"acme\",\"key\":\"acme/plain\"}],\"count\":{\"n\":1}}");
    assertThat(data.path("runs").toString())
        .isEqualTo(
            "{\"nodes\":[{\"flow\":{\"key\":\"acme/plain\"},\"project\":\"acme\"}],\"count\":{\"n\":1}}");
    assertThat(data.at("/flow/runs/count/n").asInt()).isEqualTo(1);
    assertThat(data.path("other").isNull()).isTrue();
    assertThat(data.path("runsAggregate").toString())
        .isEqualTo("[{\"key\":{\"project\":\"acme\"},\"count\":1}]");
  }

  @Test
  void a_version_that_several_projects_have_tells_each_of_itself_only() throws Exception {
    Flow<String> shared =
        Flow.define("shared", flow -> Task.of("one", String.class, () -> "1").call());
    registered.register("labmark", shared, "labmark shared");
    registered.register("acme", shared, "shared");
    String viewer = key(Role.VIEWER, "acme");
    JsonNode own =
        ask(
                viewer,
                """
                { flowVersions(where: {flow: {name: {_eq: "shared"}}}) {
                    nodes { id created flow { key } registered { project created } } } }\
                """)
            .at("/data/flowVersions/nodes");
    assertThat(own.size()).isEqualTo(1);
    assertThat(own.at("/0/flow/key").asString()).isEqualTo("acme/shared");
    assertThat(own.at("/0/created")).isEqualTo(own.at("/0/registered/0/created"));
    for (String elsewhere :
        List.of(
            "{projects: {_contains: [\"labmark\"]}}",
            "{flow: {project: {_neq: \"acme\"}}}",
            "{flow: {name: {_in: [\"labmark/shared\"]}}}",
            "{created: {_lt: \"%s\"}, flow: {name: {_eq: \"shared\"}}}"
                .formatted(own.at("/0/created").asString()))) {
      assertThat(versions(viewer, elsewhere)).as(elsewhere).isZero();
    }
    assertThat(versions(viewer, "{projects: {_contains: [\"acme\"]}}")).isEqualTo(2);
    String both =
        "{_and: [{projects: {_contains: [\"acme\"]}}, {projects: {_contains: [\"labmark\"]}}]}";
    assertThat(
            server
                .query("{ flowVersions(where: %s) { nodes { id } } }".formatted(both))
                .at("/flowVersions/nodes"))
        .hasSize(1);
  }

  private int versions(String key, String where) {
    JsonNode answer = ask(key, "{ flowVersions(where: " + where + ") { count { n } } }");
    return answer.at("/data/flowVersions/count/n").asInt(-1);
  }

  @Test
  void no_change_reaches_another_project() throws Exception {
    String administrator = key(Role.ADMINISTRATOR, "acme");
    Map<String, List<String>> before = written();
    Set<String> ofMany = Set.of("cancelRuns", "restartRuns", "deleteRuns");
    for (FieldDefinition field : ProjectWalls.fields("Mutation")) {
      String query = new ProjectWalls(walls().values()).operation("mutation", field);
      JsonNode answer = ask(administrator, query);
      String code = answer.at("/errors/0/extensions/code").asString("");
      if (ofMany.contains(field.getName())) {
        // The only run of the own project waits; the filter matches no other one.
        assertThat(answer.at("/data/" + field.getName() + "/matched").asInt(0))
            .as("%s", answer)
            .isLessThanOrEqualTo(1);
      } else {
        assertThat(code)
            .as("%s: %s", field.getName(), answer)
            .isIn("NOT_FOUND", "FORBIDDEN", "BAD_REQUEST");
      }
      assertThat(answer.toString()).as(field.getName()).doesNotContain("INTERNAL");
    }
    assertThat(written()).isEqualTo(before);
  }

  @Test
  void variables_of_the_own_project_are_set_and_deleted_and_others_are_not_there()
      throws Exception {
    String author = key(Role.AUTHOR, "acme");
    Map<String, List<String>> before = written();
    for (String project : List.of("labmark", "default", "none")) {
      for (String change :
          List.of(
              "setVariable(name: \"labmark/labmark-flow\", value: \"x\", project: \"%s\") { name }",
              "deleteVariable(name: \"labmark/labmark-flow\", project: \"%s\")")) {
        assertThat(
                ask(author, "mutation { " + change.formatted(project) + " }")
                    .at("/errors/0/extensions/code")
                    .asString())
            .as("%s %s", change, project)
            .isEqualTo("NOT_FOUND");
      }
    }
    assertThat(written()).isEqualTo(before);
    String set = "mutation { setVariable(name: \"A\", value: \"1\", project: \"acme\") { setBy } }";
    assertThat(ask(author, set).at("/data/setVariable/setBy").asString())
        .startsWith("acme/author of");
    String viewer = key(Role.VIEWER, "acme");
    assertThat(ask(viewer, "{ variables { nodes { project name } count { n } } }").toString())
        .isEqualTo(
            "{\"data\":{\"variables\":{\"nodes\":[{\"project\":\"acme\",\"name\":\"A\"}],\"count\":{\"n\":1}}}}");
    assertThat(
            ask(author, "mutation { deleteVariable(name: \"A\", project: \"acme\") }")
                .at("/data/deleteVariable")
                .asString())
        .isEqualTo("A");
  }

  @Test
  void files_of_another_project_are_not_found_and_the_server_as_a_whole_is_refused() {
    String administrator = key(Role.ADMINISTRATOR, "acme");
    for (String path :
        List.of("/logs", "/document", "/record", "/results/labmark-task", "/artifacts/x")) {
      HttpResponse<String> answer = send(administrator, "GET", "/api/runs/" + run + path, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).doesNotContain(MARK);
      assertThat(server.get("/api/runs/" + run + path).statusCode())
          .as(path)
          .isEqualTo(path.endsWith("/x") ? 404 : 200);
    }
    server
        .server
        .methods()
        .forEach((path, methods) ->
            methods.stream()
                .filter(method -> Permissions.all().containsKey(method + " " + path))
                .filter(method -> Permissions.isOfServer(method + " " + path))
                .forEach(method ->
                    assertThat(
                            send(administrator, method, path.replaceAll("\\{[a-z0-9]+}", "x"), "")
                                .statusCode())
                        .as("%s %s", method, path)
                        .isEqualTo(403)));
  }

  @Test
  void the_stream_of_changes_names_no_run_of_another_project() throws Exception {
    String viewer = key(Role.VIEWER, "acme");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.server.url() + "/api/stream?topics=runs"))
            .header("Authorization", "Bearer " + viewer)
            .GET()
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> response =
          client.send(request, HttpResponse.BodyHandlers.ofLines());
      Iterator<String> lines = response.body().iterator();
      assertThat(lines.next()).isEqualTo("event: ready");
      String other = made("createRun(flow: \"labmark/labmark-flow\")");
      String own = made("createRun(flow: \"acme/plain\")");
      StringBuilder read = new StringBuilder();
      while (read.indexOf(own) < 0) {
        read.append(lines.next()).append('\n');
      }
      assertThat(read.toString()).doesNotContain(other, run, waiting);
      client.shutdownNow();
    }
  }

  @Test
  void a_prefix_of_an_id_names_runs_of_the_own_project_only() {
    String viewer = key(Role.VIEWER, "acme");
    JsonNode found = ask(viewer, "{ run(id: \"%s\") { id } }".formatted(run.substring(0, 8)));
    assertThat(found.toString()).doesNotContain(run, waiting);
  }

  @Test
  void a_flow_is_registered_in_the_own_project_only_and_unknown_projects_are_refused() {
    String author = key(Role.AUTHOR, "acme");
    String body =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "project",
                    "labmark",
                    "package",
                    Map.of("kind", "JARS", "release", 25, "files", List.of()),
                    "flows",
                    Map.of()));
    String path = "/api/packages/uploads/registration";
    assertThat(send(author, "POST", path, body).statusCode()).isEqualTo(404);
    assertThat(send(author, "POST", path, body.replace("labmark", "none")).statusCode())
        .isEqualTo(404);
    assertThat(server.code("mutation { createProject(name: \"acme\") { name } }"))
        .isEqualTo("CONFLICT");
    assertThat(server.code("mutation { createProject(name: \"Acme/x\") { name } }"))
        .isEqualTo("BAD_REQUEST");
    assertThat(server.code("mutation { createRun(flow: \"plain\", project: \"labmark\") { id } }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { createRun(flow: \"acme/plain\", project: \"lab\") { id } }"))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void an_administrator_of_a_project_makes_and_revokes_keys_of_the_project_only() {
    String administrator = key(Role.ADMINISTRATOR, "acme");
    assertThat(
            ask(administrator, "mutation { createKey(name: \"all\", role: VIEWER) { secret } }")
                .at("/errors/0/extensions/code")
                .asString())
        .isEqualTo("FORBIDDEN");
    JsonNode own =
        ask(
            administrator,
            "mutation { createKey(name: \"own\", role: VIEWER, project: \"acme\") { key { project } } }");
    assertThat(own.at("/data/createKey/key/project").asString()).isEqualTo("acme");
    assertThat(
            ask(administrator, "mutation { revokeKey(id: \"labmark-key\") { id } }")
                .at("/errors/0/extensions/code")
                .asString())
        .isEqualTo("NOT_FOUND");
    assertThat(
            ask(administrator, "mutation { revokeKey(id: \"own\") { name } }")
                .at("/data/revokeKey/name")
                .asString())
        .isEqualTo("own");
    assertThat(
            server.code(
                "mutation { createKey(name: \"k\", role: VIEWER, project: \"no\") { secret } }"))
        .isEqualTo("NOT_FOUND");
  }
}
