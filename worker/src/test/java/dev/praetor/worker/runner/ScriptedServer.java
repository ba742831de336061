package dev.praetor.worker.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server that answers as a test says, and a connection to it. */
final class ScriptedServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<URI, Answer> script;
  private final HttpServer server;
  private final ServerConnection connection;

  record Answer(int status, String text) {
    static final Answer EMPTY = new Answer(200, "{}");
  }

  ScriptedServer(Function<URI, Answer> script) throws IOException {
    this.script = script;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    connection = new ServerConnection(new Servers(List.of(address), "a-key"));
  }

  /** Returns a session of a new runner at this server, which is opened when it is needed. */
  RemoteSession session() {
    return new RemoteSession(connection, UUID.randomUUID(), InstantSource.system());
  }

  private void answer(HttpExchange exchange) throws IOException {
    var _ = exchange.getRequestBody().readAllBytes();
    Answer answer = script.apply(exchange.getRequestURI());
    byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    connection.close();
    server.stop(0);
    threads.close();
  }
}
