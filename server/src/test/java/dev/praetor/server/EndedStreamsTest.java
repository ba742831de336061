package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.server.http.HttpLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream ends when the session or key with which it was opened does, or has other roles. */
@ParameterizedClass
@EnumSource
@Tag("database")
class EndedStreamsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "correct horse battery";
  private final Stores kind;
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private TestServer server;
  private TestServer other;

  EndedStreamsTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    // The change is made at another server where several can have the store.
    other =
        kind == Stores.SQLITE
            ? server
            : TestServer.at(folder.resolve("other"), fresh.location(), HttpLimits.DEFAULT);
    server.query("mutation { createProject(name: \"acme\") { name } }");
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    if (other != server) {
      other.close();
    }
    server.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.server.url() + path))
        .header("Content-Type", "application/json")
        .header("Sec-Fetch-Site", "same-origin");
  }

  /** A stream that has begun, and the lines that come until it ends. */
  private CompletableFuture<List<String>> open(HttpRequest request) throws Exception {
    HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    Iterator<String> lines = response.body().iterator();
    List<String> all = new ArrayList<>(List.of(lines.next()));
    return CompletableFuture.supplyAsync(
        () -> {
          lines.forEachRemaining(all::add);
          return all;
        },
        command -> Thread.ofVirtual().start(command));
  }

  /** Opens a stream of each kind, and checks that a change ends them and no other one. */
  private void checkEnds(String header, String value, Runnable change) throws Exception {
    CompletableFuture<List<String>> kept =
        open(server.request("/api/stream?topics=runs").GET().build());
    String query = "subscription { runsChanged(where: {}) { id } }";
    String body = JsonMapper.shared().writeValueAsString(Map.of("query", query));
    List<CompletableFuture<List<String>>> streams =
        List.of(
            open(to("/api/stream?topics=runs,events").header(header, value).GET().build()),
            open(
                to("/graphql/stream")
                    .header(header, value)
                    .POST(BodyPublishers.ofString(body))
                    .build()));
    change.run();
    for (CompletableFuture<List<String>> stream : streams) {
      await().atMost(PATIENCE).until(stream::isDone);
      List<String> lines = stream.join();
      assertThat(lines).contains("event: error").doesNotContain("event: complete");
      assertThat(lines.toString()).contains("UNAUTHENTICATED", "open the stream again");
    }
    assertThat(kept).isNotDone();
  }

  private String keyOfUser() {
    server.query(
        "mutation { createUser(name: \"bo\", role: VIEWER, project: \"acme\", service: true) { link } }");
    return "Bearer "
        + server
            .query("mutation { createKey(name: \"k\", user: \"bo\") { secret } }")
            .at("/createKey/secret")
            .asString();
  }

  private void checkKeyEnds(String mutation) throws Exception {
    checkEnds(
        "Authorization",
        keyOfUser(),
        () -> {
          JsonNode _ = other.query("mutation { " + mutation + " { id } }");
        });
  }

  @Test
  void it_ends_when_the_key_is_revoked() throws Exception {
    checkKeyEnds("revokeKey(id: \"k\")");
  }

  @Test
  void it_ends_when_the_user_of_the_key_is_disabled() throws Exception {
    checkKeyEnds("disableUser(id: \"bo\")");
  }

  @Test
  void it_ends_when_a_role_is_taken_away() throws Exception {
    checkKeyEnds("removeRole(id: \"bo\", project: \"acme\")");
  }

  /** Makes a person who is logged in, and returns the cookie. */
  private String session() {
    String link =
        server
            .query("mutation { createUser(name: \"ann\", role: OPERATOR) { link } }")
            .at("/createUser/link")
            .asString();
    post(
        "/api/password", Map.of("token", link.replaceFirst(".*#setup=", ""), "password", PASSWORD));
    return post("/api/session", Map.of("name", "ann", "password", PASSWORD))
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  private HttpResponse<String> post(String path, Map<String, String> body) {
    HttpResponse<String> answer =
        server.send(
            to(path)
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  @Test
  void it_ends_when_the_person_logs_out() throws Exception {
    String cookie = session();
    checkEnds(
        "Cookie",
        cookie,
        () -> {
          HttpResponse<String> _ =
              server.send(to("/api/session").header("Cookie", cookie).DELETE().build());
        });
  }

  @Test
  void it_ends_when_the_person_is_disabled() throws Exception {
    checkEnds(
        "Cookie",
        session(),
        () -> {
          JsonNode _ = other.query("mutation { disableUser(id: \"ann\") { id } }");
        });
  }
}
