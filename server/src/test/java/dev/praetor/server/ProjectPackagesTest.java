package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.store.access.Role;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The files that one project has sent are neither told to another one, nor lent to it. */
@ParameterizedClass
@EnumSource
@Tag("database")
class ProjectPackagesTest extends TwoProjects {
  private static final String UPLOADS = "/api/packages/uploads/";

  /** The content of a file that the other project has registered. */
  private static final String SECRET = "marked";

  ProjectPackagesTest(Stores kind) {
    super(kind);
  }

  private static Flow<String> flow() {
    return Flow.define("taken", flow -> Task.of("one", String.class, () -> "1").call());
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private static ObjectNode file(ObjectNode into, String content) {
    return into.put("name", "mine.jar")
        .put("sha256", Sha256.of(content))
        .put("size", content.length());
  }

  private HttpResponse<String> post(String key, String path, JsonNode body) {
    return send(key, "POST", UPLOADS + path, body.toString());
  }

  private List<String> missing(String key, String content) {
    ObjectNode body = object().put("project", "acme");
    file(body.putArray("files").addObject(), content);
    List<String> missing = new ArrayList<>();
    TestServer.json(post(key, "missing", body))
        .path("missing")
        .forEach(each -> missing.add(each.asString()));
    return missing;
  }

  private HttpResponse<String> assemble(String key, String content) {
    ObjectNode body = file(object().put("project", "acme"), content);
    body.putArray("pieces").add(Sha256.of(content));
    return post(key, "files", body);
  }

  private HttpResponse<String> register(String key, String project, String content) {
    ObjectNode body = object().put("project", project);
    ArrayNode files =
        body.putObject("package").put("kind", "SOURCES").put("release", 21).putArray("files");
    file(files.addObject(), content);
    body.putObject("flows").put("taken", flow().spec().json());
    return post(key, "registration", body);
  }

  private static void checkConflict(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(answer.body()).doesNotContain(MARK);
  }

  @Test
  void a_file_of_another_project_is_registered_only_by_whoever_has_it() {
    String author = key(Role.AUTHOR, "acme");
    assertThat(missing(server.key, SECRET)).isEmpty();
    assertThat(missing(author, SECRET)).containsExactly(Sha256.of(SECRET));
    checkConflict(register(author, "acme", SECRET));
    checkConflict(assemble(author, SECRET));
    checkConflict(register(author, "acme", SECRET));
    String piece = UPLOADS + "pieces/" + Sha256.of(SECRET) + "?project=acme";
    assertThat(send(author, "PUT", piece, SECRET).statusCode()).isEqualTo(200);
    assertThat(missing(author, SECRET)).as("of a piece").containsExactly(Sha256.of(SECRET));
    assertThat(assemble(author, SECRET).statusCode()).isEqualTo(200);
    assertThat(missing(author, SECRET)).isEmpty();
    assertThat(register(author, "acme", SECRET).statusCode()).isEqualTo(200);
  }

  @Test
  void what_a_package_of_the_project_has_need_not_be_sent_again() throws Exception {
    registered.register("acme", flow(), "shared code");
    String author = key(Role.AUTHOR, "acme");
    assertThat(missing(author, "shared code")).isEmpty();
    assertThat(register(author, "acme", "shared code").statusCode()).isEqualTo(200);
    assertThat(register(server.key, "acme", SECRET).statusCode()).isEqualTo(200);
  }

  @Test
  void a_package_is_described_as_the_project_has_registered_it() {
    assertThat(register(server.key, "acme", SECRET).statusCode()).isEqualTo(200);
    JsonNode code =
        ask(
                key(Role.VIEWER, "acme"),
                """
                { flow(name: "taken", project: "acme") { current { created package {
                    kind release created files { name } } } } }\
                """)
            .at("/data/flow/current");
    assertThat(code.at("/package/kind").asString()).isEqualTo("SOURCES");
    assertThat(code.at("/package/release").asInt()).isEqualTo(21);
    assertThat(code.at("/package/files").toString()).isEqualTo("[{\"name\":\"mine.jar\"}]");
    assertThat(code.at("/package/created")).isEqualTo(code.path("created"));
  }

  @Test
  void what_was_sent_for_another_project_is_not_there() {
    String other = key(Role.AUTHOR, "labmark");
    String piece = UPLOADS + "pieces/" + Sha256.of("new");
    assertThat(send(other, "PUT", piece, "new").statusCode()).isEqualTo(200);
    String author = key(Role.AUTHOR, "acme");
    checkConflict(assemble(author, "new"));
    assertThat(missing(author, "new")).containsExactly(Sha256.of("new"));
    assertThat(send(author, "PUT", piece + "?project=labmark", "new").statusCode()).isEqualTo(404);
    assertThat(send(author, "PUT", piece + "?project=none", "new").statusCode()).isEqualTo(404);
    checkConflict(assemble(author, "new"));
  }

  @Test
  void a_role_that_is_too_low_in_a_project_is_named() {
    server.query(
        "mutation { createUser(name: \"cy\", role: AUTHOR, project: \"acme\", service: true) { link } }");
    server.query("mutation { setRole(id: \"cy\", role: VIEWER, project: \"labmark\") { id } }");
    String key =
        server
            .query("mutation { createKey(name: \"cy ci\", user: \"cy\") { secret } }")
            .at("/createKey/secret")
            .asString();
    HttpResponse<String> answer = register(key, "labmark", SECRET);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body())
        .contains("needs the role author in the project 'labmark'", "has the role viewer there");
    assertThat(register(key, "none", SECRET).statusCode()).isEqualTo(404);
    assertThat(missing(key, SECRET)).containsExactly(Sha256.of(SECRET));
  }
}
