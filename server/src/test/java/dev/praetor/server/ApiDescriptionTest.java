package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The description of all requests that are not GraphQL. */
class ApiDescriptionTest {
  @TempDir private Path home;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.at(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode paths() {
    return TestServer.json(server.get("/api/openapi.json")).path("paths");
  }

  private static boolean isMethod(String name) {
    return !name.equals("parameters");
  }

  @Test
  void it_names_exactly_the_requests_that_the_server_answers() {
    Map<String, Set<String>> answered = new TreeMap<>(server.server.methods());
    answered.keySet().removeIf(path -> path.startsWith("/graph"));
    Map<String, Set<String>> described = new TreeMap<>();
    paths()
        .properties()
        .forEach(path ->
            described.put(
                path.getKey(),
                path.getValue().propertyNames().stream()
                    .filter(ApiDescriptionTest::isMethod)
                    .map(name -> name.toUpperCase(Locale.ROOT))
                    .collect(Collectors.toSet())));
    assertThat(described).isEqualTo(answered);
  }

  @Test
  void each_part_of_a_path_in_braces_is_a_parameter_and_each_request_has_a_summary() {
    for (Map.Entry<String, JsonNode> path : paths().properties()) {
      Set<String> named =
          path.getValue()
              .path("parameters")
              .valueStream()
              .map(each -> "{" + each.path("name").asString() + "}")
              .collect(Collectors.toSet());
      Set<String> inPath =
          Arrays.stream(path.getKey().split("/", -1))
              .filter(part -> part.startsWith("{"))
              .collect(Collectors.toSet());
      assertThat(named).as(path.getKey()).isEqualTo(inPath);
      path.getValue().properties().stream()
          .filter(each -> isMethod(each.getKey()))
          .forEach(each ->
              assertThat(each.getValue().path("summary").asString(""))
                  .as(path.getKey())
                  .endsWith("."));
    }
  }

  @Test
  void only_what_is_said_to_need_no_key_is_answered_without_one() {
    for (Map.Entry<String, JsonNode> path : paths().properties()) {
      path.getValue().properties().stream()
          .filter(each -> isMethod(each.getKey()))
          .forEach(each -> checkKey(path.getKey(), each.getKey(), each.getValue()));
    }
  }

  private void checkKey(String path, String method, JsonNode described) {
    int status =
        server
            .send(
                HttpRequest.newBuilder(
                        URI.create(server.server.url() + path.replaceAll("\\{\\w+}", "x")))
                    .method(method.toUpperCase(Locale.ROOT), BodyPublishers.noBody())
                    .build())
            .statusCode();
    assertThat(status == 401)
        .as(method + " " + path)
        .isEqualTo(!described.path("security").isArray());
  }
}
