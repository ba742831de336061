package dev.praetor.cli.chaos;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to servers that may be down. */
final class Servers implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /**
   * Makes a run of a flow by a server.
   *
   * @param key the key of the run, for which only one run is made however often this is tried
   * @return the id of the run; empty if it is not known whether one was made
   */
  Optional<String> createRun(Member server, String flow, String key) throws Exception {
    Map<String, Object> body =
        Map.of(
            "query",
            "mutation ($flow: String!, $key: String!)"
                + " { createRun(flow: $flow, idempotencyKey: $key) { id } }",
            "variables",
            Map.of("flow", flow, "key", key));
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve("/graphql"))
            .timeout(Duration.ofSeconds(10))
            .header(
                "Authorization",
                "Bearer " + Files.readString(server.folder().resolve("admin.key")).strip())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
            .build();
    HttpResponse<String> answer;
    try {
      answer = http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      return Optional.empty();
    }
    JsonNode id =
        JsonMapper.shared().readTree(answer.body()).path("data").path("createRun").path("id");
    return id.isString() ? Optional.of(id.asString()) : Optional.empty();
  }

  /** Returns the members of a list that are servers. */
  static List<Member> of(List<Member> members) {
    return members.stream().filter(member -> member.folder().endsWith("server")).toList();
  }

  @Override
  public void close() {
    http.close();
  }
}
