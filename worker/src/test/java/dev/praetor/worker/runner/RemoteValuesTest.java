package dev.praetor.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.praetor.store.blob.Blob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that are sent in pieces to a server that is started again meanwhile. */
class RemoteValuesTest {
  private final List<String> pieces = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ServerConnection connection;
  private boolean forgets = true;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    connection = new ServerConnection(List.of(address), "a-key");
  }

  @AfterEach
  void stop() {
    connection.close();
    server.stop(0);
  }

  /** Answers as a server that has forgotten the first piece when the second one comes. */
  private void answer(HttpExchange exchange) throws IOException {
    var _ = exchange.getRequestBody().readAllBytes();
    int status = 200;
    if (exchange.getRequestURI().getPath().contains("/values/")) {
      String offset = exchange.getRequestURI().getQuery().replaceAll(".*offset=(\\d+).*", "$1");
      pieces.add(offset);
      if (forgets && !offset.equals("0")) {
        forgets = false;
        status = 409;
      }
    }
    String text = status == 200 ? "{}" : "{\"error\": {\"message\": \"begin it anew\"}}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void a_value_whose_first_pieces_are_lost_is_sent_anew_and_refuses_no_events() throws Exception {
    RemoteSession session =
        new RemoteSession(connection, UUID.randomUUID(), InstantSource.system());
    RemoteValues values = new RemoteValues(session);
    Blob value = new Blob("x".repeat(2_500_000).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> values.send(List.of(value)))
        .isInstanceOf(ServerAway.class)
        .hasMessage("begin it anew");
    values.send(List.of(value));
    assertThat(pieces).containsExactly("0", "1048576", "0", "1048576", "2097152");
    values.send(List.of(value));
    assertThat(pieces).as("it is sent once").hasSize(5);
  }
}
