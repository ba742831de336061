package dev.praetor.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/**
 * Makes connections that can also be closed while the headers of a request arrive. The library
 * closes an idle connection only between two requests, so that a client which stops within the
 * headers would keep a connection for ever. Thread-safe.
 */
record ImpatientConnections(ServerConnectionSelector http, RequestsInProgress inProgress)
    implements ServerConnectionSelector {
  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new Connection(http.connection(context), context.childSocketId(), inProgress);
  }

  private record Connection(ServerConnection http, String id, RequestsInProgress inProgress)
      implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      http.handle(limit);
    }

    @Override
    public Duration idleTime() {
      return http.idleTime();
    }

    /** Closes the connection; a request in progress ends before. */
    @Override
    public void close(boolean interrupt) {
      http.close(interrupt || !inProgress.contains(id));
    }
  }
}
