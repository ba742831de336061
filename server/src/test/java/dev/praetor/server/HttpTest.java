package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.server.error.ServerFailed;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The server as HTTP sees it: keys, errors, limits, health and metrics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {
  @TempDir private static Path folder;
  private TestServer server;

  @BeforeAll
  void start() throws IOException {
    Path home = folder.resolve("home");
    server = TestServer.at(home, new StoreLocation.Home(home), TestServer.SHORT);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static void checkError(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode error = TestServer.json(response).path("error");
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertThat(error.path("message").asString()).isNotBlank();
    assertThat(error.path("details").isArray()).isTrue();
  }

  /** Checks a response that was read as it came: the connection is closed after it. */
  private static void checkRaw(String response, int status, String code) {
    assertThat(response).startsWith("HTTP/1.1 " + status + " ");
    assertThat(response).contains("{\"error\":{\"code\":\"" + code + "\",\"message\":\"");
    assertThat(response.substring(response.indexOf("\r\n\r\n"))).doesNotContain("Exception");
  }

  private byte[] bytes(String request) {
    return request
        .replace("KEY", server.key)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void health_needs_no_key_and_says_what_was_checked() {
    HttpResponse<String> live =
        server.send(HttpRequest.newBuilder(server.server.url().resolve("/health/live")).build());
    assertThat(live.statusCode()).isEqualTo(200);
    HttpResponse<String> ready =
        server.send(HttpRequest.newBuilder(server.server.url().resolve("/health/ready")).build());
    assertThat(ready.statusCode()).isEqualTo(200);
    JsonNode document = TestServer.json(ready);
    assertThat(document.path("status").asString()).isEqualTo("ok");
    assertThat(document.path("checks").valueStream().map(each -> each.path("name").asString()))
        .containsExactly("database", "leases", "upkeep", "scheduler", "events");
    assertThat(document.path("checks").valueStream())
        .allSatisfy(each -> {
          assertThat(each.path("status").asString()).isEqualTo("ok");
          assertThat(each.path("lagMs").isNumber()).isTrue();
          assertThat(each.path("detail").asString()).isNotBlank();
        });
  }

  @Test
  void metrics_are_in_the_text_form_of_prometheus() {
    HttpResponse<String> metrics = server.get("/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(server.get("/metrics").body())
        .contains(
            "# TYPE praetor_http_request_duration_seconds histogram",
            "praetor_http_request_duration_seconds_count{method=\"GET\",path=\"/metrics\",status=\"200\"}",
            "praetor_loop_lag_seconds{loop=\"leases\"}",
            "praetor_commit_duration_seconds_bucket{le=\"10.0\"}",
            "praetor_claim_duration_seconds_count 0",
            "# TYPE jvm_memory_used_bytes gauge",
            "jvm_threads_current");
  }

  @Test
  void every_other_request_needs_the_right_key() {
    for (String path : List.of("/metrics", "/graphql", "/nothing", "/health", "/health/nothing")) {
      HttpRequest none = HttpRequest.newBuilder(server.server.url().resolve(path)).build();
      checkError(server.send(none), 401, "UNAUTHENTICATED");
    }
    List<String> wrong =
        List.of(
            "Bearer",
            "Bearer ",
            "Basic " + server.key,
            server.key,
            "Bearer " + server.key + "x",
            "Bearer " + server.key.substring(1),
            "Bearer " + server.key.toLowerCase(java.util.Locale.ROOT));
    for (String given : wrong) {
      HttpRequest request =
          HttpRequest.newBuilder(server.server.url().resolve("/metrics"))
              .header("Authorization", given)
              .build();
      HttpResponse<String> refused = server.send(request);
      checkError(refused, 401, "UNAUTHENTICATED");
      assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(refused.body()).doesNotContain(server.key);
    }
  }

  @Test
  void unknown_paths_and_methods_are_errors_of_the_one_form() {
    checkError(server.get("/nothing"), 404, "NOT_FOUND");
    checkError(server.get("/metrics/"), 404, "NOT_FOUND");
    checkError(server.get("/" + "x".repeat(1_500)), 404, "NOT_FOUND");
    HttpResponse<String> post = server.post("/metrics", "{}");
    checkError(post, 405, "BAD_REQUEST");
    assertThat(post.headers().firstValue("Allow")).contains("GET");
    assertThat(TestServer.json(post).path("error").path("message").asString())
        .isEqualTo("/metrics takes GET, not POST");
  }

  @Test
  void a_body_that_is_too_large_is_refused_whether_or_not_it_says_so() throws IOException {
    checkRaw(
        server.raw(
            bytes(
                "POST /nothing HTTP/1.1\nHost: localhost\nAuthorization: Bearer KEY\nContent-Length: 9999999999\n\n")),
        404,
        "NOT_FOUND");
    HttpResponse<String> large = server.post("/metrics", "x".repeat(200_000));
    checkError(large, 405, "BAD_REQUEST");
    HttpRequest get =
        server
            .request("/metrics")
            .method("GET", BodyPublishers.ofString("x".repeat(200_000)))
            .build();
    checkError(server.send(get), 413, "TOO_LARGE");
    byte[] head =
        bytes(
            "GET /metrics HTTP/1.1\nHost: localhost\nAuthorization: Bearer KEY\nTransfer-Encoding: chunked\n\n");
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      chunks.append("400\r\n").append("x".repeat(1024)).append("\r\n");
    }
    byte[] all =
        (new String(head, StandardCharsets.UTF_8) + chunks).getBytes(StandardCharsets.UTF_8);
    checkRaw(server.raw(all), 413, "TOO_LARGE");
  }

  @Test
  void a_slow_or_cut_body_is_refused() throws Exception {
    String head =
        "GET /metrics HTTP/1.1\nHost: localhost\nAuthorization: Bearer KEY\nContent-Length: 100\n\nabc";
    checkRaw(server.raw(bytes(head)), 408, "BAD_REQUEST");
    try (Socket socket = server.connect()) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes(head));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ");
    }
    try (Socket drip = server.connect()) {
      drip.setSoTimeout(50);
      drip.getOutputStream().write(bytes(head));
      long began = System.nanoTime();
      String answer = "";
      while (answer.isEmpty() && System.nanoTime() - began < 20e9) {
        drip.getOutputStream().write('x');
        answer = read(drip);
      }
      assertThat(answer).startsWith("HTTP/1.1 408 ");
    }
  }

  private static String read(Socket socket) throws IOException {
    byte[] some = new byte[10_000];
    try {
      int n = socket.getInputStream().read(some);
      return n < 0 ? "closed" : new String(some, 0, n, StandardCharsets.UTF_8);
    } catch (java.net.SocketTimeoutException e) {
      return "";
    }
  }

  @Test
  void a_connection_on_which_nothing_happens_is_closed() throws IOException {
    assertThat(server.raw(bytes("GET /metrics HTTP/1.1\nHost: localhost\n"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\n\n",
        "GET /metrics\n\n",
        "GET /metrics HTTP/9.9\nHost: localhost\n\n",
        "GET metrics HTTP/1.1\nHost: localhost\n\n",
        "GET /metrics HTTP/1.1\nHost x\n\n",
        "GET /metrics HTTP/1.1\nHost: localhost\nContent-Length: -1\n\n",
        "GET /metrics HTTP/1.1\nHost: localhost\nContent-Length: many\n\n",
        "GET /metrics HTTP/1.1\nHost: localhost\nTransfer-Encoding: odd\n\n",
        "GET /%zz HTTP/1.1\nHost: localhost\nAuthorization: Bearer KEY\n\n",
        "G\u0001T / HTTP/1.1\nHost: localhost\n\n",
        "GET /metrics HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nAuthorization: Bearer KEY\n\nzz\n",
      })
  void a_malformed_request_gets_an_error_below_500(String request) throws IOException {
    String answer = server.raw(bytes(request));
    assertThat(answer)
        .satisfiesAnyOf(
            none -> assertThat(none).isEmpty(),
            error -> assertThat(error).startsWith("HTTP/1.1 4").contains("\"error\":{\"code\":\""));
  }

  @Test
  void headers_and_addresses_that_are_too_long_are_refused() throws IOException {
    String large = "GET /metrics HTTP/1.1\nHost: localhost\nX: " + "x".repeat(20_000) + "\n\n";
    assertThat(server.raw(bytes(large))).matches("(?s)|HTTP/1.1 4.*");
    String path = "GET /" + "x".repeat(20_000) + " HTTP/1.1\nHost: localhost\n\n";
    assertThat(server.raw(bytes(path))).matches("(?s)|HTTP/1.1 4.*");
  }

  @Test
  void the_key_is_made_once_and_only_its_user_can_read_it() throws IOException {
    Path home = folder.resolve("keys");
    String first;
    try (TestServer one = TestServer.at(home)) {
      first = one.key;
      assertThat(first).matches("praetor_[A-Za-z0-9_-]{43}");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(PraetorServer.keyFile(home))))
          .isEqualTo("rw-------");
    }
    try (TestServer again = TestServer.at(home)) {
      assertThat(again.key).isEqualTo(first);
    }
    Files.writeString(PraetorServer.keyFile(home), "x");
    assertThatThrownBy(() -> TestServer.at(home))
        .isInstanceOf(ServerFailed.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("delete it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.168.1.4", "example.org", "127.evil.example", "::", ""})
  void only_this_machine_is_served_without_encryption(String host) {
    Path home = folder.resolve("nowhere");
    ServerOptions options =
        new ServerOptions(
            home, new StoreLocation.Home(home), host, 0, java.time.Duration.ZERO, "test");
    assertThatThrownBy(() -> PraetorServer.start(options, List.of(), InstantSource.system()))
        .isInstanceOf(ServerFailed.class)
        .hasMessageContaining("cannot listen on " + host + " without encryption");
    assertThat(home).doesNotExist();
  }

  @Test
  void a_port_in_use_is_refused_and_the_store_is_closed() {
    int port = server.server.url().getPort();
    Path home = folder.resolve("second");
    ServerOptions options =
        new ServerOptions(
            home, new StoreLocation.Home(home), "127.0.0.1", port, java.time.Duration.ZERO, "test");
    assertThatThrownBy(() -> PraetorServer.start(options, List.of(), InstantSource.system()))
        .isInstanceOfSatisfying(
            ServerFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("port " + port + " of 127.0.0.1 is used by another program");
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("store-writer")))
        .as("writers of this server only")
        .hasSize(1);
  }
}
