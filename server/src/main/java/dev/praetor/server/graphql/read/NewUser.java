package dev.praetor.server.graphql.read;

import dev.praetor.store.access.User;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A user with a new link; a program has none.
 *
 * @param link the address at which the person sets a password
 * @param expires the time from which the link cannot be used any more
 */
public record NewUser(User user, Optional<String> link, Optional<Instant> expires) {
  /** Returns the address for a token, which no log of a server sees. */
  public static String link(Optional<URI> server, String token) {
    return server.map(URI::toString).orElse("") + "/login#setup=" + token;
  }

  @Override
  public String toString() {
    return "NewUser[user=" + user + "]";
  }
}
