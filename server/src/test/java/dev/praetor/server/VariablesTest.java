package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Variables over GraphQL: they are set, listed and deleted. */
class VariablesTest {
  private static final String SET =
      """
      mutation ($name: String!, $value: String!, $project: String! = "default") {
        setVariable(name: $name, value: $value, project: $project) {
          project name value version setBy } }\
      """;
  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    server = TestServer.at(home, new StoreLocation.Home(home), HttpLimits.DEFAULT);
    server.query("mutation { createProject(name: \"acme\") { name } }");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode set(String name, String value) {
    return server.query(SET, Map.of("name", name, "value", value)).path("setVariable");
  }

  private JsonNode nodes(String arguments) {
    return server
        .query("{ variables%s { nodes { name value } } }".formatted(arguments))
        .at("/variables/nodes");
  }

  @Test
  void a_variable_is_set_replaced_and_deleted() {
    assertThat(set("CHANNEL", "#general").toString())
        .isEqualTo(
            "{\"project\":\"default\",\"name\":\"CHANNEL\",\"value\":\"#general\",\"version\":1,"
                + "\"setBy\":\"administrator\"}");
    assertThat(set("CHANNEL", "#random").path("version").asInt()).isEqualTo(2);
    assertThat(nodes("").toString()).isEqualTo("[{\"name\":\"CHANNEL\",\"value\":\"#random\"}]");
    assertThat(
            server
                .query("mutation { deleteVariable(name: \"CHANNEL\") }")
                .path("deleteVariable")
                .asString())
        .isEqualTo("CHANNEL");
    assertThat(nodes("").size()).isZero();
    assertThat(server.code("mutation { deleteVariable(name: \"CHANNEL\") }"))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void variables_are_listed_by_pages_filters_and_orders() {
    for (String name : List.of("C", "A", "B")) {
      JsonNode _ = set(name, "value of " + name);
    }
    JsonNode _ =
        server.query(SET, Map.of("name", "A", "value", "value of acme", "project", "acme"));
    JsonNode first =
        server.query(
            "{ variables(first: 2) { count { n } pageInfo { endCursor } nodes { project name } } }");
    assertThat(first.at("/variables/nodes").toString())
        .isEqualTo(
            "[{\"project\":\"acme\",\"name\":\"A\"},{\"project\":\"default\",\"name\":\"A\"}]");
    assertThat(first.at("/variables/count/n").asInt()).isEqualTo(4);
    JsonNode second =
        server.query(
            "query ($after: String) { variables(after: $after) { nodes { name } } }",
            Map.of("after", first.at("/variables/pageInfo/endCursor").asString()));
    assertThat(second.at("/variables/nodes").toString())
        .isEqualTo("[{\"name\":\"B\"},{\"name\":\"C\"}]");
    assertThat(
            nodes(
                    "(where: {name: {_in: [\"A\", \"C\"]}, project: {_eq: \"default\"}},"
                        + " orderBy: [{field: name, direction: desc}])")
                .toString())
        .isEqualTo(
            "[{\"name\":\"C\",\"value\":\"value of C\"},{\"name\":\"A\",\"value\":\"value of A\"}]");
  }

  @Test
  void hostile_names_and_values_are_refused_and_change_nothing() {
    JsonNode _ = set("A", "before");
    for (String name : List.of("", " ", "a\nb", "a\0b", "\u001b[31m", "n".repeat(201))) {
      assertThat(code(name, "x", "default")).as(name).isEqualTo("BAD_REQUEST");
    }
    assertThat(code("A", "", "default")).isEqualTo("BAD_REQUEST");
    assertThat(code("A", "a\0b", "default")).isEqualTo("BAD_REQUEST");
    assertThat(code("A", "x".repeat(65_537), "default")).isEqualTo("TOO_LARGE");
    assertThat(code("A", "x", "none")).isEqualTo("NOT_FOUND");
    assertThat(code("A", "x", "No/thing")).isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { deleteVariable(name: \"A\", project: \"none\") }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { deleteVariable(name: \"A\", project: \"acme\") }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("{ variables(where: {value: {_eq: \"x\"}}) { nodes { name } } }"))
        .isEqualTo("BAD_REQUEST");
    assertThat(nodes("").toString()).isEqualTo("[{\"name\":\"A\",\"value\":\"before\"}]");
    String odd = "\u001b[31m\r\n\t\u202e🔑'; --";
    assertThat(set("A", odd).path("value").asString()).isEqualTo(odd);
    String largest = "x".repeat(65_536);
    assertThat(set("A", largest).path("value").asString()).isEqualTo(largest);
  }

  private String code(String name, String value, String project) {
    return server
        .graphql(SET, Map.of("name", name, "value", value, "project", project))
        .at("/errors/0/extensions/code")
        .asString();
  }
}
