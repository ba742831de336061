package dev.praetor.server.http;

import dev.praetor.store.access.UserSession;
import java.util.Optional;

/**
 * The cookie of a session. Scripts cannot read it, and browsers send it neither with requests of
 * other sites nor, with encryption, over HTTP.
 *
 * @param secure true if browsers reach the server with encryption
 */
public record SessionCookie(boolean secure) {
  /** Returns the name; its beginning lets browsers refuse it from elsewhere than this server. */
  String name() {
    return secure ? "__Host-praetor" : "praetor";
  }

  /** Returns the header that sets the cookie to the token of a session. */
  public String set(String token) {
    return header(token, UserSession.LONGEST.toSeconds());
  }

  /** Returns the header that deletes the cookie. */
  public String deleted() {
    return header("", 0);
  }

  private String header(String value, long seconds) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(name(), value, seconds, secure ? "; Secure" : "");
  }

  /** Returns the token in the cookies of a request; of two, neither. */
  Optional<String> token(String cookies) {
    Optional<String> found = Optional.empty();
    for (String each : cookies.split(";", -1)) {
      String cookie = each.strip();
      if (cookie.startsWith(name() + "=")) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        found = Optional.of(cookie.substring(name().length() + 1));
      }
    }
    return found.filter(token -> !token.isEmpty());
  }
}
