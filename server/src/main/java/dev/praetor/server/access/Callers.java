package dev.praetor.server.access;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Sessions;
import dev.praetor.store.access.UserSession;
import java.time.InstantSource;

/** Finds the callers of requests by their keys and sessions. Thread-safe. */
public record Callers(
    AdminKey administrator, ApiKeys keys, Sessions sessions, InstantSource clock) {
  private static final String BEARER = "Bearer ";

  /**
   * Returns the caller of a request with a session.
   *
   * @throws RequestRefused if it is over, or never was one
   */
  public Caller require(Credentials.Session given) {
    UserSession session =
        sessions
            .find(given.token())
            .orElseThrow(() -> refused("the session is over; log in again at /login"));
    sessions.uses(session);
    return Caller.of(session);
  }

  /**
   * Returns the caller of a request with a key.
   *
   * @param authorization the header of the request; empty if there is none
   * @throws RequestRefused if it has no key, or a key that is not accepted
   */
  public Caller require(String authorization) {
    if (authorization.isEmpty()) {
      throw refused(
          "the request has no key; send it as 'Authorization: Bearer KEY', or log in at /login");
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw wrong();
    }
    String text = authorization.substring(BEARER.length()).strip();
    if (administrator.matches(text)) {
      return Caller.ADMINISTRATOR;
    }
    ApiKey key = keys.find(text).orElseThrow(Callers::wrong);
    return switch (key.state(clock.instant())) {
      case ACTIVE -> {
        keys.uses(key);
        yield Caller.of(key);
      }
      case EXPIRED ->
          throw refused(
              "the key '%s' has expired; an administrator can make another one"
                  .formatted(key.name()));
      case REVOKED ->
          throw refused(
              "the key '%s' was revoked; an administrator can make another one"
                  .formatted(key.name()));
    };
  }

  private static RequestRefused wrong() {
    return refused(
        "the key of the request is wrong; send the right one as 'Authorization: Bearer KEY'");
  }

  private static RequestRefused refused(String problem) {
    return new RequestRefused(ApiCode.UNAUTHENTICATED, problem);
  }
}
