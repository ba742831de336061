package dev.praetor.server.http;

import dev.praetor.ErrorCode;
import dev.praetor.server.access.Callers;
import dev.praetor.server.audit.Audit;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.ServerFailed;
import dev.praetor.server.tls.CertificatePair;
import dev.praetor.server.tls.CertificateWatch;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The web server. It listens from its creation until it is closed. Thread-safe. */
public final class HttpServer {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
  private static final Duration LAST_GRACE = Duration.ofMillis(200);
  private final WebServer server;
  private final RequestsInProgress inProgress;
  private final Optional<CertificateWatch> certificate;

  private HttpServer(
      WebServer server, RequestsInProgress inProgress, Optional<CertificateWatch> certificate) {
    this.server = server;
    this.inProgress = inProgress;
    this.certificate = certificate;
  }

  /**
   * Starts to listen.
   *
   * @throws ServerFailed if another program listens there, or the certificate cannot be used
   */
  public static HttpServer start(
      Listener listener,
      Routes routes,
      Callers callers,
      HttpLimits limits,
      RequestObserver observer,
      Audit audit) {
    RequestsInProgress inProgress = new RequestsInProgress();
    FrontDoor door = new FrontDoor(routes, listener, callers, limits, inProgress, observer, audit);
    String host = listener.bareHost();
    int port = listener.port();
    WebServerConfig.Builder builder =
        WebServer.builder()
            .host(host)
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(LAST_GRACE)
            .maxTcpConnections(limits.connections())
            // Otherwise the end of a larger answer waits until its beginning is acknowledged, up to
            // 40 ms.
            .connectionOptions(options -> options.tcpNoDelay(true))
            .maxPayloadSize(-1) // Bodies are limited where they are read.
            .idleConnectionTimeout(limits.idle())
            .idleConnectionPeriod(limits.idle().dividedBy(2))
            .addConnectionSelector(new ImpatientConnections(http1(limits), inProgress))
            .directHandlers(inOneForm())
            .routing(routing -> routing.any(door));
    listener.tls().ifPresent(files -> builder.tls(tls(files.read())));
    WebServer server = builder.build();
    requireFree(host, port);
    server.start();
    if (!server.isRunning()) {
      throw notFree(host, port); // Another program was faster.
    }
    return new HttpServer(server, inProgress, watch(listener, server));
  }

  private static Tls tls(CertificatePair pair) {
    return Tls.builder()
        .privateKey(pair.key())
        .privateKeyCertChain(pair.chain())
        .enabledProtocols(PROTOCOLS)
        .build();
  }

  /** Returns what gives the web server each new certificate. */
  private static Optional<CertificateWatch> watch(Listener listener, WebServer server) {
    try {
      return listener
          .tls()
          .map(files -> CertificateWatch.start(files, pair -> server.reloadTls(tls(pair))));
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
  }

  private static Http1ConnectionSelector http1(HttpLimits limits) {
    return Http1ConnectionSelector.builder()
        .config(
            Http1Config.builder()
                .maxHeadersSize(limits.headers())
                .continueImmediately(false)
                .build())
        .build();
  }

  /** Checks that nobody listens at an address; the library would only log that. */
  private static void requireFree(String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw notFree(host, port);
    }
  }

  private static ServerFailed notFree(String host, int port) {
    return new ServerFailed(
        ErrorCode.CONFLICT,
        "port " + port,
        "port %d of %s is used by another program, or may not be used".formatted(port, host),
        "end that program, or choose another port; port 0 takes a free one");
  }

  /** Returns the handlers of requests that the library refuses before they are routed. */
  private static DirectHandlers inOneForm() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, (_, event, status, headers, _) -> refusal(event, status, headers));
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse refusal(
      DirectHandler.EventType event, Status status, ServerResponseHeaders headers) {
    ApiError error =
        switch (event) {
          case PAYLOAD_TOO_LARGE -> ApiError.of(ApiCode.TOO_LARGE, "the request is too large");
          case FORBIDDEN -> ApiError.of(ApiCode.FORBIDDEN, "the request is forbidden");
          // The library fails here only where it cannot read a request.
          case BAD_REQUEST, INTERNAL_ERROR, OTHER, HTTP_VERSION_NOT_SUPPORTED ->
              ApiError.of(ApiCode.BAD_REQUEST, "this is no valid request of HTTP/1.1");
        };
    int code = status.code() >= 500 && status.code() != 505 ? 400 : status.code();
    SecurityHeaders.of(false, "")
        .forEach((name, value) -> headers.set(HeaderNames.create(name), value));
    return DirectHandler.TransportResponse.builder()
        .status(Status.create(code))
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .keepAlive(false)
        .entity(error.withStatus(code).json())
        .build();
  }

  public int port() {
    return server.port();
  }

  /**
   * Stops serving: requests in progress have time to end, further requests are refused.
   *
   * @param grace the longest time for requests in progress
   */
  public void close(Duration grace) {
    certificate.ifPresent(CertificateWatch::close);
    try {
      boolean _ = inProgress.close(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.stop();
    }
  }
}
