package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Role;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys of programs: how they are made, accepted and refused. */
class KeysTest {
  @TempDir private Path folder;
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    server = TestServer.at(home, new StoreLocation.Home(home), time::get);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String create(String name, Role role) {
    return server
        .query(
            "mutation ($name: String!, $role: Role!) { createKey(name: $name, role: $role) { secret } }",
            Map.of("name", name, "role", role.name()))
        .at("/createKey/secret")
        .asString();
  }

  private HttpResponse<String> ask(String key, String query) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.server.url() + "/graphql"))
            .header("Authorization", "Bearer " + key)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonMapper.shared().writeValueAsString(Map.of("query", query))))
            .build());
  }

  private void refused(String key, String problem) {
    HttpResponse<String> answer = ask(key, "{ server { version } }");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    JsonNode error = TestServer.json(answer).path("error");
    assertThat(error.path("code").asString()).isEqualTo("UNAUTHENTICATED");
    assertThat(error.path("message").asString()).contains(problem);
  }

  @Test
  void a_new_key_is_shown_once_and_only_its_hash_is_kept() throws Exception {
    String secret = create("ci", Role.OPERATOR);
    assertThat(ApiKeys.isKey(secret)).isTrue();
    assertThat(ask(secret, "{ server { version } }").statusCode()).isEqualTo(200);
    JsonNode keys =
        server.query(
            "{ keys { count { n } nodes { name role state createdBy expires revoked } } }");
    assertThat(keys.toString())
        .isEqualTo(
            "{\"keys\":{\"count\":{\"n\":1},\"nodes\":[{\"name\":\"ci\",\"role\":\"OPERATOR\","
                + "\"state\":\"ACTIVE\",\"createdBy\":\"administrator\",\"expires\":null,"
                + "\"revoked\":null}]}}");
    try (Stream<Path> files = Files.walk(server.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(secret);
      }
    }
  }

  @Test
  void a_key_that_is_revoked_expired_malformed_or_of_another_server_is_refused() throws Exception {
    String revoked = create("old", Role.VIEWER);
    server.query("mutation { revokeKey(id: \"old\") { state revokedBy } }");
    refused(revoked, "the key 'old' was revoked");
    String expiring =
        server
            .query(
                "mutation { createKey(name: \"brief\", role: VIEWER, expires: \"%s\") { secret } }"
                    .formatted(time.get().plus(Duration.ofMinutes(10))))
            .at("/createKey/secret")
            .asString();
    assertThat(ask(expiring, "{ server { version } }").statusCode()).isEqualTo(200);
    time.set(time.get().plus(Duration.ofMinutes(10)));
    refused(expiring, "the key 'brief' has expired");
    Path other = folder.resolve("other");
    try (TestServer second =
        TestServer.at(other, new StoreLocation.Home(other), InstantSource.system())) {
      refused(second.key, "the key of the request is wrong");
    }
    for (String wrong :
        List.of(
            "x",
            ApiKeys.random(),
            revoked.substring(1),
            revoked + "=",
            revoked.toUpperCase(Locale.ROOT),
            "' OR '1' = '1",
            "praetor_" + "A".repeat(43))) {
      refused(wrong, "the key of the request is wrong");
    }
  }

  @Test
  void a_name_is_free_again_once_its_key_is_revoked() {
    String first = create("deploy", Role.AUTHOR);
    assertThat(server.code("mutation { createKey(name: \"deploy\", role: VIEWER) { secret } }"))
        .isEqualTo("CONFLICT");
    server.query("mutation { revokeKey(id: \"deploy\") { id } }");
    String second = create("deploy", Role.AUTHOR);
    assertThat(second).isNotEqualTo(first);
    refused(first, "was revoked");
    assertThat(ask(second, "{ server { version } }").statusCode()).isEqualTo(200);
    assertThat(server.code("mutation { revokeKey(id: \"nobody\") { id } }")).isEqualTo("NOT_FOUND");
  }

  @Test
  void a_key_that_makes_no_sense_is_refused() {
    for (String arguments :
        List.of(
            "name: \"\", role: VIEWER",
            "name: \" x\", role: VIEWER",
            "name: \"administrator \", role: VIEWER",
            "name: \"runner  of far\", role: VIEWER",
            "name: \"\uff41nn\", role: VIEWER",
            "name: \"a\\nb\", role: VIEWER",
            "name: \"%s\", role: VIEWER".formatted("n".repeat(101)),
            "name: \"late\", role: VIEWER, expires: \"%s\""
                .formatted(time.get().minusSeconds(1)))) {
      assertThat(server.code("mutation { createKey(%s) { secret } }".formatted(arguments)))
          .as(arguments)
          .isEqualTo("BAD_REQUEST");
    }
    assertThat(server.query("{ keys { count { n } } }").at("/keys/count/n").asInt()).isZero();
  }

  @Test
  void what_a_key_changes_is_recorded_under_its_name_and_so_is_its_last_use() {
    String operator = create("night shift", Role.OPERATOR);
    HttpResponse<String> paused =
        ask(operator, "mutation { setPool(name: \"default\", paused: true) { pause { by } } }");
    assertThat(TestServer.json(paused).at("/data/setPool/pause/by").asString())
        .as(paused.body())
        .isEqualTo("night shift");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            server
                    .query("{ keys(where: {lastUsed: {_isNull: false}}) { count { n } } }")
                    .at("/keys/count/n")
                    .asInt()
                == 1);
  }
}
