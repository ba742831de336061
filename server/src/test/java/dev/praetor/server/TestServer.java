package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.model.StoreLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on a free port, and a client that has its key. */
final class TestServer implements AutoCloseable {
  /** Short limits, so that tests need not wait. */
  static final HttpLimits SHORT =
      new HttpLimits(100_000, 8_000, Duration.ofSeconds(4), Duration.ofSeconds(1), 200);

  final PraetorServer server;
  final Path home;
  final String key;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestServer(PraetorServer server, Path home) throws IOException {
    this(server, home, Files.readString(PraetorServer.keyFile(home)).strip());
  }

  private TestServer(PraetorServer server, Path home, String key) {
    this.server = server;
    this.home = home;
    this.key = key;
  }

  /** Returns a client of the same server with another key; only one of them is to be closed. */
  TestServer with(String otherKey) {
    return new TestServer(server, home, otherKey);
  }

  static ServerOptions options(Path home, StoreLocation store) {
    return new ServerOptions(home, store, "127.0.0.1", 0, Duration.ofSeconds(5), "test");
  }

  static TestServer at(Path home) throws IOException {
    return at(home, new StoreLocation.Home(home), HttpLimits.DEFAULT);
  }

  static TestServer at(Path home, StoreLocation store, HttpLimits limits) throws IOException {
    return new TestServer(
        PraetorServer.start(options(home, store), List.of(), limits, InstantSource.system()), home);
  }

  static TestServer at(Path home, StoreLocation store, InstantSource clock) throws IOException {
    return new TestServer(
        PraetorServer.start(options(home, store), List.of(), HttpLimits.DEFAULT, clock), home);
  }

  static TestServer of(ServerOptions options, InstantSource clock) throws IOException {
    return new TestServer(
        PraetorServer.start(options, List.of(), HttpLimits.DEFAULT, clock), options.home());
  }

  static TestServer of(
      ServerOptions options,
      List<PraetorServer.Service> services,
      HttpLimits limits,
      InstantSource clock)
      throws IOException {
    return new TestServer(PraetorServer.start(options, services, limits, clock), options.home());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key);
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET().build());
  }

  HttpResponse<String> post(String path, String body) {
    return post(path, BodyPublishers.ofString(body));
  }

  HttpResponse<String> post(String path, BodyPublisher body) {
    return send(request(path).header("Content-Type", "application/json").POST(body).build());
  }

  /** Executes a request that must succeed, and returns its data. */
  JsonNode query(String query) {
    return query(query, Map.of());
  }

  JsonNode query(String query, Map<String, ?> variables) {
    JsonNode answer = graphql(query, variables);
    assertThat(answer.path("errors").isMissingNode()).as("%s", answer).isTrue();
    return answer.path("data");
  }

  /** Executes a request that must fail, and returns the code of its only error. */
  String code(String query) {
    JsonNode errors = graphql(query, Map.of()).path("errors");
    assertThat(errors.size()).as("%s", errors).isEqualTo(1);
    assertThat(errors.path(0).path("message").asString()).isNotBlank();
    assertThat(errors.path(0).path("extensions").path("details").isArray()).isTrue();
    return errors.path(0).path("extensions").path("code").asString();
  }

  JsonNode graphql(String query, Map<String, ?> variables) {
    HttpResponse<String> response =
        post(
            "/graphql",
            JsonMapper.shared().writeValueAsString(Map.of("query", query, "variables", variables)));
    assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
    return json(response);
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.url().getPort());
  }

  /** Sends bytes as they are, and returns everything that comes back until the server hangs up. */
  String raw(byte[] bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(30_000);
      try {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // The server may hang up before it has read everything.
        return received(socket.getInputStream());
      }
      return received(socket.getInputStream());
    }
  }

  /** Sends bytes and ends sending, and returns everything that comes back. */
  String cut(byte[] bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return received(socket.getInputStream());
    }
  }

  private static String received(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketTimeoutException e) {
      throw new IOException("the connection stays open after: " + all, e);
    } catch (IOException e) { // The server has hung up before everything was sent.
      return all.toString(StandardCharsets.UTF_8);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
