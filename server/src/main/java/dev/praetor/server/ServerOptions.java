package dev.praetor.server;

import dev.praetor.server.http.Listener;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The options of a server.
 *
 * @param home the folder with the administrator's key, which is created if it does not exist
 * @param store the location of the store
 * @param listener the address at which the server listens
 * @param grace the time that requests in progress have to end when the server is closed
 * @param version the version of Praetor
 * @param retention the limits beyond which the server deletes data
 */
public record ServerOptions(
    Path home,
    StoreLocation store,
    Listener listener,
    Duration grace,
    String version,
    Retention retention) {
  /**
   * Creates options for HTTP at an address of this machine, with the default retention, which
   * deletes old runs and events.
   */
  public ServerOptions(
      Path home, StoreLocation store, String host, int port, Duration grace, String version) {
    this(
        home,
        store,
        Listener.of(host, port),
        grace,
        version,
        Retention.DEFAULT.withRuns(Retention.Runs.DEFAULT).withEvents(Retention.EVENTS_KEPT));
  }

  public ServerOptions withRetention(Retention limits) {
    return new ServerOptions(home, store, listener, grace, version, limits);
  }

  public ServerOptions withListener(Listener other) {
    return new ServerOptions(home, store, other, grace, version, retention);
  }
}
