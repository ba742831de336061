package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.http.Listener;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.User;
import dev.praetor.store.access.Users;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protection of people whose browser also shows the pages of others. */
class BrowserRulesTest {
  private static final String QUERY = "{\"query\":\"{ server { version } }\"}";
  private static final Pattern LENGTH =
      Pattern.compile("Content-Length: (\\d+)", Pattern.CASE_INSENSITIVE);
  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = start(Listener.of("127.0.0.1", 0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestServer start(Listener listener) throws IOException {
    Path home = folder.resolve("home");
    return TestServer.of(
        TestServer.options(home, new StoreLocation.Home(home)).withListener(listener),
        InstantSource.system());
  }

  private void restart(Listener listener) throws IOException {
    server.close();
    server = start(listener);
  }

  /** Returns the token of a session in the store of the server. */
  private String session() {
    try (RunStore store =
        RunStore.open(new StoreLocation.Home(server.home), StoreOptions.defaults())) {
      User user = store.users().create(Users.NewUser.person("bo", Role.VIEWER), "test");
      return store.sessions().begin(user, "");
    }
  }

  /** Sends a request with these headers, and returns the answer with its head. */
  private String send(String line, String body, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    request.append("Content-Length: ").append(bytes.length).append("\r\n\r\n").append(body);
    try (Socket socket = server.connect()) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return answer(socket.getInputStream());
    }
  }

  /** Reads an answer whose head says how long its body is. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("%s", head).isNotNegative();
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    assertThat(length.find()).as("%s", head).isTrue();
    byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
    return head + new String(body, StandardCharsets.UTF_8);
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  @Test
  void a_session_changes_something_only_from_a_page_of_this_server() throws IOException {
    String cookie = "Cookie: praetor=" + session();
    String host = "Host: 127.0.0.1:" + server.server.url().getPort();
    String json = "Content-Type: application/json";
    String own = "Origin: " + server.server.url();
    for (List<String> good :
        List.of(
            List.of("Sec-Fetch-Site: same-origin"),
            List.of(own),
            List.of(own, "Sec-Fetch-Site: same-origin"))) {
      String[] all =
          Stream.concat(Stream.of(host, cookie, json), good.stream()).toArray(String[]::new);
      assertThat(status(send("POST /graphql", QUERY, all))).as("%s", good).isEqualTo(200);
    }
    for (List<String> bad :
        List.of(
            List.of(json),
            List.of(json, "Sec-Fetch-Site: cross-site"),
            List.of(json, "Sec-Fetch-Site: same-site"),
            List.of(json, "Sec-Fetch-Site: none"),
            List.of(json, "Origin: null"),
            List.of(json, "Origin: http://127.0.0.1:1"),
            List.of(json, "Origin: http://evil.example"),
            List.of(json, own, "Sec-Fetch-Site: cross-site"),
            List.of(json, "Origin: http://evil.example", "Sec-Fetch-Site: same-origin"),
            List.of(own, "Content-Type: text/plain"),
            List.of(own, "Content-Type: text/plain; a=application/json"),
            List.of(own))) {
      String[] all = Stream.concat(Stream.of(host, cookie), bad.stream()).toArray(String[]::new);
      for (String path : List.of("/graphql", "/graphql/stream")) {
        assertThat(status(send("POST " + path, QUERY, all))).as("%s", bad).isEqualTo(403);
      }
    }
    assertThat(status(send("GET /api/session", "", host, cookie))).isEqualTo(200);
  }

  @Test
  void a_request_with_a_key_needs_no_origin_and_a_log_in_takes_no_other_one() throws IOException {
    String host = "Host: localhost";
    String key = "Authorization: Bearer " + server.key;
    assertThat(status(send("POST /graphql", QUERY, host, key))).isEqualTo(200);
    assertThat(status(send("POST /graphql", QUERY, host, key, "Origin: http://evil.example")))
        .isEqualTo(200);
    String given = "{\"name\":\"bo\",\"password\":\"x\"}";
    assertThat(status(send("POST /api/session", given, host))).isEqualTo(401);
    assertThat(status(send("POST /api/session", given, host, "Origin: http://evil.example")))
        .isEqualTo(403);
    assertThat(status(send("POST /api/session", given, host, "Sec-Fetch-Site: cross-site")))
        .isEqualTo(403);
  }

  @Test
  void requests_under_unknown_names_are_refused() throws IOException {
    for (String host :
        List.of("localhost", "LOCALHOST:4200", "127.0.0.1", "127.0.0.1:1", "[::1]:4200")) {
      assertThat(status(send("GET /health/live", "", "Host: " + host))).as(host).isEqualTo(200);
    }
    for (String host :
        List.of("evil.example", "localhost.evil.example:4200", "1.2.3.4.evil", "x")) {
      String answer = send("GET /health/live", "", "Host: " + host);
      assertThat(status(answer)).as(host).isEqualTo(421);
      assertThat(answer).contains("--public-url URL or --allow-host NAME");
    }
    restart(
        Listener.of("127.0.0.1", 0)
            .withPublicUrl(URI.create("https://praetor.example.com"))
            .withNames(Set.of("praetor.internal")));
    for (String host : List.of("praetor.example.com", "Praetor.internal:80", "localhost")) {
      assertThat(status(send("GET /health/live", "", "Host: " + host))).as(host).isEqualTo(200);
    }
    assertThat(status(send("GET /health/live", "", "Host: evil.example"))).isEqualTo(421);
    restart(Listener.of("0.0.0.0", 0).withInsecureHttp());
    assertThat(status(send("GET /health/live", "", "Host: any.example"))).isEqualTo(200);
  }

  @Test
  void every_answer_tells_browsers_what_they_may_do_with_it() throws IOException {
    for (String line :
        List.of("GET /health/live", "GET /nothing", "POST /graphql", "GET /login", "GET metrics")) {
      String answer = send(line, "", "Host: localhost");
      assertThat(answer)
          .as(line)
          .contains("default-src 'none';")
          .containsIgnoringCase("frame-ancestors 'none'")
          .containsIgnoringCase("X-Frame-Options: DENY")
          .containsIgnoringCase("X-Content-Type-Options: nosniff")
          .containsIgnoringCase("Referrer-Policy: no-referrer")
          .containsIgnoringCase("Cross-Origin-Opener-Policy: same-origin")
          .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin")
          .containsIgnoringCase("Cache-Control: no-store")
          .doesNotContainIgnoringCase("Access-Control-")
          .doesNotContainIgnoringCase("Strict-Transport-Security");
    }
    restart(Listener.of("127.0.0.1", 0).withPublicUrl(URI.create("https://praetor.example.com")));
    assertThat(send("GET /health/live", "", "Host: praetor.example.com"))
        .containsIgnoringCase("Strict-Transport-Security: max-age=");
    assertThat(send("GET /health/live", "", "Host: localhost:4200"))
        .doesNotContainIgnoringCase("Strict-Transport-Security");
  }

  @Test
  void behind_a_proxy_with_encryption_the_cookie_is_for_encrypted_requests_only()
      throws IOException {
    restart(Listener.of("127.0.0.1", 0).withPublicUrl(URI.create("https://praetor.example.com")));
    String token = session();
    String host = "Host: praetor.example.com";
    assertThat(status(send("GET /api/session", "", host, "Cookie: __Host-praetor=" + token)))
        .isEqualTo(200);
    assertThat(status(send("GET /api/session", "", host, "Cookie: praetor=" + token)))
        .isEqualTo(401);
    String out =
        send(
            "DELETE /api/session",
            "",
            host,
            "Cookie: __Host-praetor=" + token,
            "Origin: https://praetor.example.com",
            "Content-Type: application/json");
    assertThat(out)
        .contains("__Host-praetor=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure");
    assertThat(server.server.setupLink().orElseThrow().toString())
        .startsWith("https://praetor.example.com/login#setup=");
  }

  @Test
  void a_proxy_on_this_machine_says_for_whom_it_asks() throws IOException {
    restart(Listener.of("127.0.0.1", 0).withPublicUrl(URI.create("https://praetor.example.com")));
    String given = "{\"name\":\"%s\",\"password\":\"x\"}";
    for (int i = 0; i < 20; i++) {
      assertThat(attempt(given.formatted("user" + i), "203.0.113.9")).isEqualTo(401);
    }
    assertThat(attempt(given.formatted("user20"), "203.0.113.9")).isEqualTo(429);
    assertThat(attempt(given.formatted("user21"), "203.0.113.9, 203.0.113.10")).isEqualTo(401);
  }

  private int attempt(String body, String forwarded) throws IOException {
    return status(
        send("POST /api/session", body, "Host: localhost", "X-Forwarded-For: " + forwarded));
  }
}
