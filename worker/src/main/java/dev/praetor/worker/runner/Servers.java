package dev.praetor.worker.runner;

import dev.praetor.client.Authorities;
import java.net.URI;
import java.util.List;

/**
 * The servers of a runner.
 *
 * @param addresses the addresses of servers with one database, of which one is enough
 * @param key the key, or the token, with which requests are sent
 * @param authorities the authorities whose certificates are trusted
 */
public record Servers(List<URI> addresses, String key, Authorities authorities) {
  /**
   * Checks the servers.
   *
   * @throws IllegalArgumentException if they cannot be used
   */
  public Servers {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a runner needs the address of a server");
    }
    for (URI server : addresses) {
      String scheme = server.getScheme();
      if (server.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
        throw new IllegalArgumentException(
            "'%s' is not the address of a server, such as http://127.0.0.1:4200".formatted(server));
      }
    }
    if (key.isBlank()) {
      throw new IllegalArgumentException("a runner needs a key of the server");
    }
  }

  /** Creates servers whose certificates come from authorities that the JVM trusts. */
  public Servers(List<URI> addresses, String key) {
    this(addresses, key, Authorities.OF_THE_JVM);
  }

  /** Returns these servers with another key. */
  public Servers withKey(String other) {
    return new Servers(addresses, other, authorities);
  }

  @Override
  public String toString() {
    return "servers at " + addresses; // Without the key.
  }
}
