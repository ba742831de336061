package dev.praetor.cli.place;

import dev.praetor.cli.error.UsageException;
import dev.praetor.client.Authorities;
import dev.praetor.client.ClientOptions;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.ServerRefused;
import java.net.URI;

/**
 * The address of a server, and what a client of it needs.
 *
 * @param url the address as it was given
 * @param key the key with which it is called
 * @param authorities the authorities whose certificates are trusted
 */
public record ServerAddress(String url, String key, Authorities authorities) {
  /** Creates an address whose certificate comes from an authority that the JVM trusts. */
  public ServerAddress(String url, String key) {
    this(url, key, Authorities.OF_THE_JVM);
  }

  /**
   * Returns a client of the server, which the caller closes.
   *
   * @throws UsageException if the address or the key is malformed, or the authorities cannot be
   *     read
   */
  public PraetorClient client() {
    return client(ClientOptions.defaults());
  }

  /** Returns a client with some patience; see the other method. */
  public PraetorClient client(ClientOptions options) {
    try {
      return PraetorClient.at(URI.create(checked(url)), key, options.withAuthorities(authorities));
    } catch (ServerRefused e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks an address.
   *
   * @throws UsageException if it is no URL of HTTP
   */
  public static String checked(String url) {
    try {
      URI uri = URI.create(url.strip());
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isHttp && uri.getHost() != null) {
        return url.strip();
      }
    } catch (IllegalArgumentException e) {
      throw malformed(url);
    }
    throw malformed(url);
  }

  private static UsageException malformed(String url) {
    return new UsageException(
        "a server is named by a URL such as http://127.0.0.1:4200, not '" + url + "'");
  }

  /** Returns an address in the form in which addresses are compared. */
  static String plain(String url) {
    return url.strip().replaceAll("/+$", "");
  }
}
