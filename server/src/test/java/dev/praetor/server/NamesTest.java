package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.http.HttpLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The names that people give: what they look like, and whom the audit log names by them. */
@ParameterizedClass
@EnumSource
@Tag("database")
class NamesTest {
  private final Stores kind;
  @TempDir private Path folder;
  private TestServer server;

  NamesTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    Path home = folder.resolve("home");
    server = TestServer.at(home, kind.fresh(home).location(), HttpLimits.DEFAULT);
    server.query("mutation { createProject(name: \"acme\") { name } }");
    server.query("mutation { createProject(name: \"beta\") { name } }");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void checkRefused(String mutation, String name, String code, String message) {
    String secret = mutation.contains("$value") ? ", $value: SecretText!" : "";
    JsonNode answer =
        server.graphql(
            "mutation($name: String!" + secret + ") { " + mutation + " }",
            Map.of("name", name, "value", "x"));
    assertThat(answer.at("/errors/0/extensions/code").asString()).as("%s", answer).isEqualTo(code);
    assertThat(answer.at("/errors/0/message").asString()).contains(message);
  }

  @Test
  void characters_that_cannot_be_seen_or_turn_the_text_are_refused_by_their_numbers() {
    Map<String, String> hidden =
        Map.of(
            "a\u202Eb", "U+202E (right-to-left override)",
            "a\u200B", "U+200B (zero width space)",
            "\u2066a", "U+2066 (left-to-right isolate)",
            "a\u0000b", "U+0000 (null)",
            "a\nb", "U+000A",
            "a\uD83D\uDC69\u200D", "U+200D (zero width joiner)",
            "a\u3164", "U+3164 (hangul filler)");
    for (String mutation :
        List.of(
            "createKey(name: $name, role: VIEWER) { secret }",
            "createUser(name: $name, role: VIEWER) { link }",
            "createProject(name: $name) { name }",
            "setVariable(name: $name, value: \"x\", project: \"acme\") { name }",
            "setSecret(name: $name, value: $value, project: \"acme\") { name }",
            "setPool(name: $name, limit: 3) { name }",
            "setLimit(scope: TAG, name: $name, n: 3) { name }")) {
      hidden.forEach((name, words) -> checkRefused(mutation, name, "BAD_REQUEST", words));
    }
  }

  private String key(String arguments) {
    return server
        .query("mutation { createKey(" + arguments + ") { secret } }")
        .at("/createKey/secret")
        .asString();
  }

  private int status(String key) {
    return server.with(key).get("/api/openapi.json").statusCode();
  }

  @Test
  void a_name_is_that_of_a_key_in_each_project_and_tells_nothing_of_others() {
    String acme = key("name: \"boss\", role: ADMINISTRATOR, project: \"acme\"");
    String own = key("name: \"ci\", role: VIEWER, project: \"beta\"");
    String whole = key("name: \"ci\", role: VIEWER");
    TestServer inAcme = server.with(acme);
    assertThat(inAcme.code("mutation { revokeKey(id: \"ci\") { id } }")).isEqualTo("NOT_FOUND");
    inAcme.query(
        "mutation { createKey(name: \"ci\", role: VIEWER, project: \"acme\") { secret } }");
    String again =
        "mutation { createKey(name: \"ci\", role: VIEWER, project: \"acme\") { secret } }";
    assertThat(inAcme.code(again)).isEqualTo("CONFLICT");
    assertThat(server.code(again)).isEqualTo("CONFLICT");
    JsonNode revoked = inAcme.query("mutation { revokeKey(id: \"ci\") { project } }");
    assertThat(revoked.at("/revokeKey/project").asString()).isEqualTo("acme");
    // The name alone is that of the key of the whole server, to whoever sees it.
    server.query("mutation { revokeKey(id: \"ci\") { id } }");
    assertThat(status(whole)).isEqualTo(401);
    assertThat(status(own)).isEqualTo(200);
    server.query("mutation { revokeKey(id: \"beta/ci\") { id } }");
    assertThat(status(own)).isEqualTo(401);
  }

  @Test
  void a_name_that_several_keys_have_revokes_none() {
    key("name: \"ci\", role: VIEWER, project: \"acme\"");
    key("name: \"ci\", role: VIEWER, project: \"beta\"");
    JsonNode refused = server.graphql("mutation { revokeKey(id: \"ci\") { id } }", Map.of());
    assertThat(refused.at("/errors/0/extensions/code").asString()).isEqualTo("CONFLICT");
    assertThat(refused.at("/errors/0/message").asString()).contains("acme/ci, beta/ci");
    JsonNode keys = server.query("{ keys(where: {revoked: {_isNull: true}}) { count { n } } }");
    assertThat(keys.at("/keys/count/n").asInt()).isEqualTo(2);
  }

  @Test
  void what_a_key_does_is_not_recorded_as_if_another_had_done_it() {
    server.query("mutation { createUser(name: \"bo\", role: VIEWER) { link } }");
    key("name: \"ann\", role: VIEWER");
    String create = "createKey(name: $name, role: VIEWER) { secret }";
    checkRefused(create, "administrator", "BAD_REQUEST", "what others do is recorded");
    checkRefused(create, "Administrator", "BAD_REQUEST", "what others do is recorded");
    checkRefused(create, "runner of far", "BAD_REQUEST", "what others do is recorded");
    checkRefused(create, "bo", "CONFLICT", "there is a user 'bo'");
    checkRefused(create, "acme/ci", "BAD_REQUEST", "the name of a key has");
    checkRefused(
        "createUser(name: $name, role: VIEWER) { link }", "ann", "CONFLICT", "there is a key");
    String own = key("name: \"bo\", role: AUTHOR, project: \"acme\"");
    JsonNode set =
        server
            .with(own)
            .query(
                "mutation { setVariable(name: \"A\", value: \"1\", project: \"acme\") { setBy } }");
    assertThat(set.at("/setVariable/setBy").asString()).isEqualTo("acme/bo");
    JsonNode audit =
        server.query("{ audit(where: {action: {_eq: \"setVariable\"}}) { nodes { actor } } }");
    assertThat(audit.at("/audit/nodes/0/actor").asString()).isEqualTo("acme/bo");
  }

  @Test
  void a_key_of_a_worker_has_no_project() {
    checkRefused(
        "createKey(name: $name, role: WORKER, project: \"acme\") { secret }",
        "far",
        "BAD_REQUEST",
        "workers serve all projects");
  }
}
