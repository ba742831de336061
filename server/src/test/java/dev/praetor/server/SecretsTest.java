package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets over GraphQL: they are set, granted and renewed, and never told. */
class SecretsTest {
  private static final String SET =
      """
      mutation ($name: String!, $value: SecretText!, $flows: [String!]) {
        setSecret(name: $name, value: $value, grantTo: $flows) { name version } }\
      """;
  private static final String VALUE = "hush-hush-4711";
  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    server = TestServer.at(home, new StoreLocation.Home(home), InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode set(String name, String... flows) {
    return server
        .query(SET, Map.of("name", name, "value", VALUE, "flows", List.of(flows)))
        .path("setSecret");
  }

  private HttpResponse<String> send(String key, Map<String, Object> request) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.server.url() + "/graphql"))
            .header("Authorization", "Bearer " + key)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonMapper.shared().writeValueAsString(request)))
            .build());
  }

  @Test
  void secrets_are_listed_by_pages_filters_and_orders_without_their_values() {
    for (String name : List.of("C", "A", "B")) {
      assertThat(set(name, "flow of " + name).path("version").asInt()).isEqualTo(1);
    }
    JsonNode first =
        server.query(
            "{ secrets(first: 2) { count { n } pageInfo { endCursor hasNextPage } nodes {"
                + " project name version setBy lastUse { run } grants { flow createdBy } } } }");
    assertThat(first.at("/secrets/nodes").toString())
        .isEqualTo(
            "[{\"project\":\"default\",\"name\":\"A\",\"version\":1,\"setBy\":\"administrator\","
                + "\"lastUse\":null,\"grants\":[{\"flow\":\"flow of A\",\"createdBy\":\"administrator\"}]},"
                + "{\"project\":\"default\",\"name\":\"B\",\"version\":1,\"setBy\":\"administrator\","
                + "\"lastUse\":null,\"grants\":[{\"flow\":\"flow of B\",\"createdBy\":\"administrator\"}]}]");
    assertThat(first.at("/secrets/count/n").asInt()).isEqualTo(3);
    JsonNode second =
        server.query(
            "query ($after: String) { secrets(after: $after) { nodes { name } } }",
            Map.of("after", first.at("/secrets/pageInfo/endCursor").asString()));
    assertThat(second.at("/secrets/nodes").toString()).isEqualTo("[{\"name\":\"C\"}]");
    JsonNode found =
        server.query(
            "{ secrets(where: {name: {_in: [\"A\", \"C\"]}, lastUsed: {_isNull: true}},"
                + " orderBy: [{field: name, direction: desc}]) { nodes { name } } }");
    assertThat(found.at("/secrets/nodes").toString())
        .isEqualTo("[{\"name\":\"C\"},{\"name\":\"A\"}]");
    assertThat(server.code("{ secrets { nodes { value } } }")).isEqualTo("BAD_REQUEST");
    assertThat(server.code("{ secrets(where: {sealed: {_eq: \"x\"}}) { nodes { name } } }"))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void grants_are_given_and_taken_back() {
    set("TOKEN");
    assertThat(
            server
                .query(
                    "mutation { grantSecret(name: \"TOKEN\", allFlows: true) { grants { flow } } }")
                .at("/grantSecret/grants/0/flow")
                .isNull())
        .isTrue();
    server.query("mutation { grantSecret(name: \"TOKEN\", flow: \"report\") { name } }");
    assertThat(
            server
                .query(
                    "mutation { revokeSecretGrant(name: \"TOKEN\", allFlows: true) { grants {"
                        + " flow } } }")
                .at("/revokeSecretGrant/grants")
                .toString())
        .isEqualTo("[{\"flow\":\"report\"}]");
    for (String wrong :
        List.of(
            "grantSecret(name: \"TOKEN\") { name }",
            "grantSecret(name: \"TOKEN\", flow: \"x\", allFlows: true) { name }",
            "grantSecret(name: \"TOKEN\", flow: \" \") { name }")) {
      assertThat(server.code("mutation { " + wrong + " }")).as(wrong).isEqualTo("BAD_REQUEST");
    }
    for (String missing :
        List.of(
            "grantSecret(name: \"NONE\", flow: \"x\") { name }",
            "grantSecret(name: \"TOKEN\", flow: \"x\", project: \"none\") { name }",
            "revokeSecretGrant(name: \"TOKEN\", flow: \"other\") { name }",
            "deleteSecret(name: \"NONE\")")) {
      assertThat(server.code("mutation { " + missing + " }")).as(missing).isEqualTo("NOT_FOUND");
    }
    server.query("mutation { deleteSecret(name: \"TOKEN\") }");
    assertThat(set("TOKEN").path("version").asInt()).isEqualTo(1);
    assertThat(server.query("{ secrets { nodes { grants { flow } } } }").toString())
        .contains("\"grants\":[]");
  }

  @Test
  void keys_are_renewed_by_an_administrator() {
    set("TOKEN");
    assertThat(
            server
                .query("mutation { rotateSecrets { secrets keys damaged } }")
                .path("rotateSecrets")
                .toString())
        .isEqualTo("{\"secrets\":1,\"keys\":0,\"damaged\":[]}");
    assertThat(
            server
                .query("mutation { rotateSecrets(master: true) { secrets keys } }")
                .path("rotateSecrets")
                .toString())
        .isEqualTo("{\"secrets\":0,\"keys\":1}");
  }

  @Test
  void a_value_stands_in_no_answer_file_or_metric_whatever_is_wrong_with_the_request()
      throws Exception {
    set("TOKEN");
    String literal = "mutation { setSecret(name: \"A\", value: %s) { name } }";
    List<Map<String, Object>> requests =
        List.of(
            Map.of("query", literal.formatted("\"" + VALUE + "\"")),
            Map.of("query", literal.formatted("[\"" + VALUE + "\"]")),
            Map.of("query", literal.formatted("{a: \"" + VALUE + "\"}")),
            Map.of(
                "query",
                "mutation ($v: SecretText = \"%s\") { setSecret(name: \"A\", value: $v) { name } }"
                    .formatted(VALUE)),
            Map.of("query", SET, "variables", Map.of("name", "A", "value", List.of(VALUE))),
            Map.of("query", SET, "variables", Map.of("name", "A", "value", Map.of("a", VALUE))),
            Map.of("query", SET, "variables", Map.of("name", " ", "value", VALUE)),
            Map.of(
                "query",
                SET,
                "variables",
                Map.of("name", "A", "value", VALUE, "flows", List.of(""))),
            Map.of("query", SET, "variables", Map.of("name", "A", "value", VALUE.repeat(5_000))),
            Map.of("query", SET, "variables", Map.of("value", VALUE)));
    for (Map<String, Object> request : requests) {
      HttpResponse<String> answer = send(server.key, request);
      assertThat(answer.body()).as("%s", request).contains("\"errors\"").doesNotContain("hush");
    }
    assertThat(server.query("{ secrets { count { n } } }").at("/secrets/count/n").asInt())
        .isEqualTo(1);
    assertThat(server.get("/metrics").body()).doesNotContain("hush");
    Files.writeString(folder.resolve("home/secrets.key"), "broken");
    HttpResponse<String> broken =
        send(server.key, Map.of("query", SET, "variables", Map.of("name", "A", "value", VALUE)));
    assertThat(broken.body())
        .contains("UNAVAILABLE", "its master key is missing or is another one")
        .doesNotContain("hush")
        .doesNotContain(folder.toString());
    try (Stream<Path> files = Files.walk(server.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(VALUE);
      }
    }
  }
}
