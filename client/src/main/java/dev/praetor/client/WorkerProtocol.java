package dev.praetor.client;

import dev.praetor.client.Connection.Request;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests of a worker to a server, for Praetor's own modules. Each is sent once: a worker
 * repeats its reports anyway. Errors are those of {@link PraetorClient}. Thread-safe; close it
 * after use.
 */
public final class WorkerProtocol implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** More than the server waits for changes, and less than a worker may be silent. */
  private static final Duration ANSWER = Duration.ofSeconds(14);

  private final Connection connection;

  private WorkerProtocol(Connection connection) {
    this.connection = connection;
  }

  /**
   * Returns the requests to the server at an address. Nothing is sent yet.
   *
   * @throws ServerRefused if the address or the key is malformed
   */
  public static WorkerProtocol at(URI address, String key) {
    return at(address, key, Authorities.OF_THE_JVM);
  }

  /** Returns the requests to a server with a certificate of one of some authorities. */
  public static WorkerProtocol at(URI address, String key, Authorities authorities) {
    return at(address, () -> key, authorities);
  }

  /** Returns the requests to a server with a key that may be another one at the next request. */
  public static WorkerProtocol at(URI address, Supplier<String> key, Authorities authorities) {
    return new WorkerProtocol(
        new Connection(
            address,
            key,
            ClientOptions.defaults()
                .withAttempts(1)
                .withAuthorities(authorities)
                .withConnectTimeout(CONNECT)
                .withRequestTimeout(ANSWER)));
  }

  /** Returns the address of the server. */
  public URI address() {
    return connection.address();
  }

  /** Checks that the server answers and takes the key; returns its answer. */
  public JsonNode check() {
    return connection.json(Request.get("/api/workers"));
  }

  /** Introduces a worker; the answer has its name. */
  public JsonNode join(String worker, ObjectNode body) {
    return connection.json(
        new Request(
            "PUT",
            path(worker, ""),
            BodyPublishers.ofByteArray(ClientJson.MAPPER.writeValueAsBytes(body)),
            false));
  }

  /** Sends a report of a worker; the answer is what it has to do. */
  public JsonNode report(String worker, ObjectNode body) {
    return connection.json(Request.post(path(worker, "/report"), body, false));
  }

  /**
   * Waits until other orders for a worker may be had.
   *
   * @param seen the change that was seen last; empty if none was
   * @return the newest change; that of before if nothing happened in the longest time
   */
  public JsonNode changes(String worker, String seen, Duration longest) {
    String options = "?seen=%s&waitMs=%d".formatted(seen, longest.toMillis());
    return connection.json(Request.get(path(worker, "/changes" + options)));
  }

  /** Says how a runner of a worker died. */
  public JsonNode died(String worker, ObjectNode body) {
    return connection.json(Request.post(path(worker, "/deaths"), body, false));
  }

  /** Asks for the token of a runner that a worker is about to start. */
  public JsonNode token(String worker, ObjectNode body) {
    return connection.json(Request.post(path(worker, "/runners"), body, false));
  }

  /** Says that a runner of a worker has ended, so that nobody needs its token. */
  public JsonNode endToken(String worker, String runner) {
    return connection.json(
        new Request("DELETE", path(worker, "/runners/" + runner), BodyPublishers.noBody(), false));
  }

  /** Says that a worker takes no more runs. */
  public JsonNode drain(String worker) {
    return connection.json(
        Request.post(path(worker, "/drain"), ClientJson.MAPPER.createObjectNode(), false));
  }

  /** Says that a worker has ended. */
  public JsonNode leave(String worker) {
    return connection.json(new Request("DELETE", path(worker, ""), BodyPublishers.noBody(), false));
  }

  private static String path(String worker, String more) {
    return "/api/workers/" + worker + more;
  }

  /** Ends the requests; one in progress is broken off. */
  @Override
  public void close() {
    connection.close();
  }
}
