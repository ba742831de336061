package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People who log in: links, passwords, sessions, and what keeps others from using them. */
class LoginTest {
  private static final String PASSWORD = "correct horse battery";
  @TempDir private Path folder;
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
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

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.server.url() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> post(String path, Map<String, String> body) {
    return server.send(
        to(path)
            .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
            .build());
  }

  private HttpResponse<String> logIn(String name, String password) {
    return post("/api/session", Map.of("name", name, "password", password));
  }

  /** Returns the cookie of a new session. */
  private String session(String name, String password) {
    HttpResponse<String> answer = logIn(name, password);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private static String token(String link) {
    assertThat(link).contains("/login#setup=");
    return link.replaceFirst(".*#setup=", "");
  }

  /** Makes a user with a password. */
  private void user(String name, String role) {
    JsonNode made =
        server.query(
            "mutation { createUser(name: \"%s\", role: %s) { link } }".formatted(name, role));
    HttpResponse<String> set =
        post(
            "/api/password",
            Map.of("token", token(made.at("/createUser/link").asString()), "password", PASSWORD));
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
  }

  private HttpResponse<String> with(String cookie, HttpRequest.Builder request) {
    return server.send(request.header("Cookie", cookie).build());
  }

  private HttpResponse<String> who(String cookie) {
    return with(cookie, to("/api/session").GET());
  }

  /** Sends a change of a page of this server. */
  private HttpResponse<String> change(String cookie, String mutation) {
    return with(cookie, graphql(mutation).header("Sec-Fetch-Site", "same-origin"));
  }

  private HttpRequest.Builder graphql(String query) {
    return to("/graphql")
        .POST(
            BodyPublishers.ofString(
                JsonMapper.shared().writeValueAsString(Map.of("query", query))));
  }

  private static void checkRefused(int status, String problem, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(TestServer.json(answer).at("/error/message").asString()).contains(problem);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void the_first_administrator_sets_a_name_and_a_password_with_the_link_of_the_start() {
    String old = token(server.server.setupLink().orElseThrow().toString());
    URI link = server.server.setupLink().orElseThrow();
    assertThat(link.toString()).startsWith(server.server.url() + "/login#setup=");
    String token = token(link.toString());
    checkRefused(401, "cannot be used any more", post("/api/password/link", Map.of("token", old)));
    JsonNode purpose = TestServer.json(post("/api/password/link", Map.of("token", token)));
    assertThat(purpose.toString()).isEqualTo("{\"first\":true,\"name\":\"\"}");
    checkRefused(
        400,
        "at least 12 characters",
        post("/api/password", Map.of("token", token, "name", "ann", "password", "short")));
    checkRefused(
        400,
        "small letters",
        post("/api/password", Map.of("token", token, "name", "Ann", "password", PASSWORD)));
    HttpResponse<String> set =
        post("/api/password", Map.of("token", token, "name", "ann", "password", PASSWORD));
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    JsonNode who = TestServer.json(who(session("ann", PASSWORD)));
    assertThat(who.path("role").asString()).isEqualTo("ADMINISTRATOR");
    assertThat(who.path("kind").asString()).isEqualTo("USER");
    assertThat(server.server.setupLink()).isEmpty();
    checkRefused(
        401,
        "cannot be used any more",
        post("/api/password", Map.of("token", token, "name", "eve", "password", PASSWORD)));
  }

  @Test
  void a_session_acts_with_the_role_and_under_the_name_of_its_user() {
    user("bo", "OPERATOR");
    String cookie = session(" BO ", PASSWORD);
    JsonNode paused =
        TestServer.json(
            change(
                cookie, "mutation { setPool(name: \"default\", paused: true) { pause { by } } }"));
    assertThat(paused.at("/data/setPool/pause/by").asString()).as("%s", paused).isEqualTo("bo");
    assertThat(change(cookie, "{ keys { nodes { name } } }").body())
        .contains("keys needs the role administrator, and the user 'bo' has the role operator");
    server.query("mutation { setRole(id: \"bo\", role: VIEWER) { id } }");
    assertThat(
            change(cookie, "mutation { setPool(name: \"default\", paused: false) { name } }")
                .body())
        .contains("FORBIDDEN");
    server.query("mutation { disableUser(id: \"bo\") { id } }");
    checkRefused(401, "the session is over", who(cookie));
    checkRefused(401, "the name or the password is wrong", logIn("bo", PASSWORD));
    JsonNode users = server.query("{ users { count { n } nodes { name role state disabledBy } } }");
    assertThat(users.toString())
        .isEqualTo(
            "{\"users\":{\"count\":{\"n\":1},\"nodes\":[{\"name\":\"bo\",\"role\":\"VIEWER\","
                + "\"state\":\"DISABLED\",\"disabledBy\":\"administrator\"}]}}");
  }

  @Test
  void wrong_names_and_wrong_passwords_get_the_same_answer() {
    user("bo", "VIEWER");
    server.query("mutation { createUser(name: \"cy\", role: VIEWER) { link } }");
    HttpResponse<String> wrong = logIn("bo", PASSWORD + "x");
    for (HttpResponse<String> other :
        List.of(logIn("nobody", PASSWORD), logIn("cy", ""), logIn("cy", PASSWORD), logIn("", ""))) {
      assertThat(other.body()).isEqualTo(wrong.body());
      assertThat(other.statusCode()).isEqualTo(wrong.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void attempts_have_to_wait_after_failures_for_longer_and_longer() {
    user("bo", "VIEWER");
    for (int i = 0; i < 5; i++) {
      assertThat(logIn("bo", "wrong").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> waits = logIn("bo", PASSWORD);
    checkRefused(429, "try again in 1 s", waits);
    assertThat(waits.headers().firstValue("Retry-After")).hasValue("1");
    time.set(time.get().plusSeconds(1));
    assertThat(logIn("bo", "wrong").statusCode()).isEqualTo(401);
    checkRefused(429, "try again in 2 s", logIn("bo", PASSWORD));
    assertThat(logIn("other", "wrong").statusCode()).isEqualTo(401);
    time.set(time.get().plusSeconds(2));
    assertThat(session("bo", PASSWORD)).startsWith("praetor=");
  }

  @Test
  void a_session_ends_by_log_out_and_its_token_is_kept_nowhere() throws Exception {
    user("bo", "VIEWER");
    HttpResponse<String> answer = logIn("bo", PASSWORD);
    String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(set)
        .contains("; Path=/;", "; HttpOnly", "; SameSite=Strict")
        .doesNotContain("Secure");
    String cookie = set.replaceFirst(";.*", "");
    try (Stream<Path> files = Files.walk(server.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(cookie.substring("praetor=".length()))
            .doesNotContain(PASSWORD);
      }
    }
    String other = session("bo", PASSWORD);
    HttpResponse<String> out =
        with(cookie, to("/api/session").DELETE().header("Sec-Fetch-Site", "same-origin"));
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("praetor=; Path=/; Max-Age=0");
    checkRefused(401, "the session is over", who(cookie));
    assertThat(who(other).statusCode()).isEqualTo(200);
    checkRefused(401, "the session is over", who("praetor=x"));
    checkRefused(401, "the request has no key", who("other=x"));
    checkRefused(401, "the request has no key", who(cookie + "; " + other));
  }

  @Test
  void a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    user("bo", "VIEWER");
    String cookie = session("bo", PASSWORD);
    String other = session("bo", PASSWORD);
    checkRefused(
        403, "the old password is wrong", newPassword(cookie, "wrong", "a new one for bo"));
    checkRefused(400, "at least 12 characters", newPassword(cookie, PASSWORD, "short"));
    checkRefused(400, "easy to guess", newPassword(cookie, PASSWORD, "aaaaaaaaaaaaaa"));
    assertThat(who(other).statusCode()).isEqualTo(200);
    assertThat(newPassword(cookie, PASSWORD, "a new one for bo").statusCode()).isEqualTo(200);
    assertThat(who(cookie).statusCode()).isEqualTo(200);
    checkRefused(401, "the session is over", who(other));
    assertThat(logIn("bo", PASSWORD).statusCode()).isEqualTo(401);
    assertThat(session("bo", "a new one for bo")).isNotEmpty();
    HttpResponse<String> byKey =
        server.send(
            server
                .request("/api/password")
                .PUT(BodyPublishers.ofString("{\"old\":\"x\",\"password\":\"y\"}"))
                .build());
    checkRefused(400, "not for keys", byKey);
  }

  private HttpResponse<String> newPassword(String cookie, String old, String password) {
    return with(
        cookie,
        to("/api/password")
            .header("Sec-Fetch-Site", "same-origin")
            .PUT(
                BodyPublishers.ofString(
                    JsonMapper.shared()
                        .writeValueAsString(Map.of("old", old, "password", password)))));
  }

  @Test
  void a_link_of_a_user_is_used_once_and_its_user_is_named() {
    String link =
        server
            .query("mutation { createUser(name: \"bo\", role: VIEWER) { link } }")
            .at("/createUser/link")
            .asString();
    JsonNode purpose = TestServer.json(post("/api/password/link", Map.of("token", token(link))));
    assertThat(purpose.toString()).isEqualTo("{\"first\":false,\"name\":\"bo\"}");
    Map<String, String> body = Map.of("token", token(link), "password", PASSWORD);
    assertThat(post("/api/password", body).body()).isEqualTo("{\"name\":\"bo\"}");
    checkRefused(401, "cannot be used any more", post("/api/password", body));
    checkRefused(400, "an object of JSON", post("/api/password", Map.of("token", "x")));
    checkRefused(400, "an object of JSON", post("/api/session", Map.of("name", "x", "pass", "y")));
  }

  @Test
  void the_page_and_its_files_come_from_this_server() {
    HttpResponse<String> root = server.send(to("/").GET().build());
    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.headers().firstValue("Location")).contains("/login");
    for (String path : List.of("/login", "/login/page.js", "/login/page.css")) {
      HttpResponse<String> file = server.send(to(path).GET().build());
      assertThat(file.statusCode()).as(path).isEqualTo(200);
      assertThat(file.body())
          .isNotBlank()
          .doesNotContain("http://", "https://", "onclick", "<style");
      assertThat(file.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("script-src 'self'", "style-src 'self';")
          .doesNotContain("unsafe");
    }
    assertThat(server.send(to("/login/page.html").GET().build()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_person_with_roles_in_projects_logs_in_and_so_does_one_who_has_none_any_more() {
    server.query("mutation { createProject(name: \"acme\") { name } }");
    user("bo", "VIEWER");
    server.query("mutation { removeRole(id: \"bo\") { id } }");
    server.query("mutation { setRole(id: \"bo\", role: AUTHOR, project: \"acme\") { id } }");
    String cookie = session("bo", PASSWORD);
    JsonNode who = TestServer.json(who(cookie));
    assertThat(who.path("role").isNull()).isTrue();
    assertThat(who.path("projects").toString()).isEqualTo("{\"acme\":\"AUTHOR\"}");
    assertThat(change(cookie, "{ projects { nodes { name } } }").body())
        .contains("\"nodes\":[{\"name\":\"acme\"}]");
    server.query("mutation { removeRole(id: \"bo\", project: \"acme\") { id } }");
    checkRefused(
        403,
        "needs the role viewer, and the user 'bo' has no role",
        change(cookie, "{ projects { nodes { name } } }"));
    assertThat(TestServer.json(who(cookie)).path("projects").toString()).isEqualTo("{}");
    HttpRequest.Builder end = to("/api/session").header("Sec-Fetch-Site", "same-origin").DELETE();
    assertThat(with(cookie, end).statusCode()).isEqualTo(200);
  }

  @Test
  void a_service_account_is_told_what_an_unknown_name_is_told() {
    JsonNode made =
        server.query(
            "mutation { createUser(name: \"deploy\", role: AUTHOR, service: true) { link expires } }");
    assertThat(made.path("createUser").toString()).isEqualTo("{\"link\":null,\"expires\":null}");
    for (String password : List.of(PASSWORD, "")) {
      HttpResponse<String> unknown = logIn("nobody", password);
      HttpResponse<String> service = logIn("deploy", password);
      assertThat(service.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(401);
      assertThat(service.body()).isEqualTo(unknown.body());
    }
    assertThat(server.code("mutation { createUserLink(id: \"deploy\") { link } }"))
        .isEqualTo("CONFLICT");
  }
}
