package dev.praetor.worker.runner;

import dev.praetor.store.wire.Fields;
import dev.praetor.store.wire.Malformed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends requests to a server. Of several servers with one database, the next one is asked when one
 * is away. Thread-safe.
 */
final class ServerConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** The time that an answer may take beyond the time for which the server may wait. */
  private static final Duration ANSWER = Duration.ofSeconds(25);

  private final List<URI> servers;
  private final String key;
  private final AtomicInteger current = new AtomicInteger();
  private final HttpClient client;
  private final CompletableFuture<String> keyRefused = new CompletableFuture<>();

  /**
   * Creates a connection.
   *
   * @throws dev.praetor.client.ServerRefused if the file with certificates of authorities cannot be
   *     used
   */
  ServerConnection(Servers servers) {
    this.servers = servers.addresses();
    this.key = servers.key();
    this.client =
        servers
            .authorities()
            .trustedBy(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Returns the address of the server that is asked next. */
  URI server() {
    return server(current.get());
  }

  private URI server(int turn) {
    return servers.get(Math.floorMod(turn, servers.size()));
  }

  /** Returns the turn of the server that is asked next; it changes when a server is away. */
  int turn() {
    return current.get();
  }

  private HttpRequest request(int turn, String method, String path, byte @Nullable [] body) {
    String base = server(turn).toString().replaceAll("/+$", "");
    BodyPublisher bytes = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .method(method, bytes)
        .build();
  }

  /**
   * Sends a request and returns its JSON answer.
   *
   * @throws ServerAway if there is no answer
   * @throws ServerRefused if the server refuses
   */
  JsonNode send(String method, String path, byte @Nullable [] body)
      throws ServerAway, InterruptedException {
    return json(bytes(current.get(), method, path, body));
  }

  /** Sends a request to the server of a turn, and returns the bytes of its answer. */
  byte[] bytes(int turn, String method, String path, byte @Nullable [] body)
      throws ServerAway, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = whole(begin(turn, method, path, body), ANSWER);
    } catch (IOException e) {
      throw away(turn, e);
    }
    return answer(turn, response);
  }

  /**
   * Returns the whole answer to a request. The client itself waits for ever for the rest of an
   * answer that has begun.
   *
   * @param longest the longest time from now
   */
  static <T> T whole(CompletableFuture<T> request, Duration longest)
      throws IOException, InterruptedException {
    try {
      return request.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer within %d s".formatted(longest.toSeconds()));
    } finally {
      request.cancel(true);
    }
  }

  /** Begins to send a request whose answer takes long; cancelling the future ends it. */
  CompletableFuture<HttpResponse<byte[]>> begin(
      int turn, String method, String path, byte @Nullable [] body) {
    return client.sendAsync(request(turn, method, path, body), BodyHandlers.ofByteArray());
  }

  /** Copies the bytes of an answer, which may take as long as more of them arrive. */
  void copy(String path, OutputStream to) throws IOException, InterruptedException {
    int asked = current.get();
    CopiedAnswer answer = new CopiedAnswer(to);
    HttpResponse<byte[]> response =
        answer.await(client.sendAsync(request(asked, "GET", path, null), answer), ANSWER);
    if (response.statusCode() != 200) {
      refuse(response.statusCode(), response.body(), asked);
    }
  }

  static JsonNode json(byte[] answer) throws ServerAway {
    try {
      return Fields.of(answer, "the answer").json();
    } catch (Malformed e) {
      throw new ServerAway("the answer is not that of a Praetor server");
    }
  }

  /** Returns the bytes of the answer of the server of a turn. */
  byte[] answer(int turn, HttpResponse<byte[]> response) throws ServerAway {
    if (response.statusCode() / 100 != 2) {
      refuse(response.statusCode(), response.body(), turn);
    }
    return response.body();
  }

  private void refuse(int status, byte[] body, int asked) throws ServerAway {
    JsonNode error = MissingNode.getInstance();
    try {
      error = Fields.of(body, "the answer").json().path("error");
    } catch (Malformed e) {
      LOG.atDebug().log("an error without the form of errors: {}", text(body));
    }
    String message = error.path("message").asString("it answered with status " + status);
    if (status >= 500 || status == 429 || status == 408) {
      next(asked);
      throw new ServerAway(message);
    }
    ServerRefused refused = new ServerRefused(status, message, error.path("details"));
    if (refused.isWorkerMissing()) {
      throw new ServerAway(message);
    }
    if (refused.isKeyRefused()) {
      keyRefused.complete(message);
    }
    throw refused;
  }

  /** Returns the reason for which a server does not accept the key any more; never failed. */
  CompletableFuture<String> keyRefused() {
    return keyRefused.copy();
  }

  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.substring(0, Math.min(text.length(), 200));
  }

  /** Notes that the server of a turn cannot be reached, and returns the error that says so. */
  ServerAway away(int turn, IOException e) {
    URI server = server(turn);
    next(turn);
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    ServerAway away = new ServerAway("the server at " + server + " cannot be reached: " + why);
    away.initCause(e);
    return away;
  }

  private void next(int asked) {
    current.compareAndSet(asked, asked + 1);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
