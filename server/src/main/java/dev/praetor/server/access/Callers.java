package dev.praetor.server.access;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Roles;
import dev.praetor.store.access.Sessions;
import dev.praetor.store.access.User;
import dev.praetor.store.access.UserSession;
import dev.praetor.store.access.Users;
import java.time.InstantSource;
import java.util.Optional;

/** Finds the callers of requests by their keys and sessions. Thread-safe. */
public record Callers(
    AdminKey administrator, ApiKeys keys, Sessions sessions, Users users, InstantSource clock) {
  private static final String BEARER = "Bearer ";

  /** Returns the callers who are known to a store, and the holder of the administrator's key. */
  public static Callers of(RunStore store, AdminKey administrator, InstantSource clock) {
    return new Callers(administrator, store.apiKeys(), store.sessions(), store.users(), clock);
  }

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
        Roles roles =
            roles(key)
                .orElseThrow(() ->
                    refused(
                        "the user '%s' of the key '%s' is disabled; an administrator can enable it"
                            .formatted(key.user().orElse(""), key.name())));
        keys.uses(key);
        yield Caller.of(key, roles);
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

  /** Returns the roles that a key has now; absent if it is the key of a disabled user. */
  private Optional<Roles> roles(ApiKey key) {
    Optional<Roles> own = key.role().map(role -> Roles.of(role, key.project()));
    return own.or(() ->
        key.user()
            .flatMap(users::named)
            .filter(user -> user.disabled().isEmpty())
            .map(User::roles));
  }

  /**
   * Returns whether the caller of an earlier request would be accepted now, with the same roles.
   */
  public boolean isUnchanged(Caller caller) {
    Optional<Roles> now =
        switch (caller.proof()) {
          case Caller.Proof.Administrator _, Caller.Proof.None _ -> Optional.of(caller.roles());
          case Caller.Proof.Session known ->
              sessions.ofId(known.session().id()).map(session -> session.user().roles());
          case Caller.Proof.Key known ->
              keys.named(known.key().id())
                  .filter(key -> key.state(clock.instant()) == ApiKey.State.ACTIVE)
                  .flatMap(this::roles);
        };
    return now.filter(caller.roles()::equals).isPresent();
  }

  private static RequestRefused wrong() {
    return refused(
        "the key of the request is wrong; send the right one as 'Authorization: Bearer KEY'");
  }

  private static RequestRefused refused(String problem) {
    return new RequestRefused(ApiCode.UNAUTHENTICATED, problem);
  }
}
