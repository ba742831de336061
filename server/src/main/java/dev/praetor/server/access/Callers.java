package dev.praetor.server.access;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.audit.row.Actor;
import java.time.InstantSource;

/** Finds the callers of requests by their keys. Thread-safe. */
public record Callers(AdminKey administrator, ApiKeys keys, InstantSource clock) {
  private static final String BEARER = "Bearer ";

  /**
   * Returns the caller of a request.
   *
   * @param authorization the header of the request; empty if there is none
   * @throws RequestRefused if it has no key, or a key that is not accepted
   */
  public Caller require(String authorization) {
    if (authorization.isEmpty()) {
      throw refused("the request has no key; send it as 'Authorization: Bearer KEY'");
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
        yield new Caller(key.name(), key.role(), Actor.Kind.KEY);
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
