package dev.praetor.bench.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A program with the JDK's web server, which answers every request with the same few bytes: the
 * least that a server can cost. It ends when it is killed.
 */
public final class BareServer {
  private static final byte[] ANSWER = "{\"data\":{}}".getBytes(StandardCharsets.UTF_8);

  private BareServer() {}

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, ANSWER.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(ANSWER);
          }
        });
    server.start();
    System.out.println("Bare server is ready at http://127.0.0.1:" + server.getAddress().getPort());
  }
}
