package dev.praetor.server.access;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Roles;
import dev.praetor.store.access.RunnerToken;
import dev.praetor.store.access.RunnerTokens;
import dev.praetor.store.access.Sessions;
import dev.praetor.store.access.User;
import dev.praetor.store.access.UserSession;
import dev.praetor.store.access.Users;
import dev.praetor.store.audit.row.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the callers of requests by their keys, tokens and sessions. Thread-safe. */
public record Callers(
    AdminKey administrator,
    ApiKeys keys,
    RunnerTokens tokens,
    Sessions sessions,
    Users users,
    Reach reach,
    InstantSource clock) {
  private static final String BEARER = "Bearer ";

  /** Returns the callers who are known to a store, and the holder of the administrator's key. */
  public static Callers of(RunStore store, AdminKey administrator, InstantSource clock) {
    return new Callers(
        administrator,
        store.apiKeys(),
        store.runnerTokens(),
        store.sessions(),
        store.users(),
        Reach.of(store),
        clock);
  }

  /**
   * Returns the caller of a request with a session.
   *
   * @throws RequestRefused if it is over, or never was one
   */
  public Caller require(Credentials.Session given) {
    UserSession session = sessions.find(given.token()).orElseThrow(Callers::over);
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
    if (RunnerTokens.isToken(text)) {
      return accepted(tokens.find(text, clock.instant()).orElseThrow(Callers::unknownToken));
    }
    return accepted(keys.find(text).orElseThrow(Callers::wrong));
  }

  private Caller accepted(ApiKey key) {
    return switch (key.state(clock.instant())) {
      case ACTIVE -> {
        Roles roles =
            roles(key)
                .orElseThrow(() ->
                    refused(
                        actor(key),
                        "the user '%s' of the key '%s' is disabled; an administrator can enable it"
                            .formatted(key.user().orElse(""), key.name())));
        keys.uses(key);
        yield Caller.of(key, roles);
      }
      case EXPIRED ->
          throw refused(
              actor(key),
              "the key '%s' has expired; an administrator can make another one"
                  .formatted(key.name()));
      case REVOKED ->
          throw refused(
              actor(key),
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
          case Caller.Proof.Runner _ -> Optional.empty(); // It opens no streams.
          case Caller.Proof.Key known ->
              keys.ofId(known.key().id())
                  .filter(key -> key.state(clock.instant()) == ApiKey.State.ACTIVE)
                  .flatMap(this::roles);
        };
    return now.filter(caller.roles()::equals).isPresent();
  }

  /**
   * Checks once more that the caller of a request is accepted, which waited meanwhile.
   *
   * @throws RequestRefused if it is not accepted now, or may not send the request any more
   */
  public void requireAgain(Caller caller) {
    Caller now =
        switch (caller.proof()) {
          case Caller.Proof.Administrator _, Caller.Proof.None _ -> caller;
          case Caller.Proof.Session known ->
              sessions.ofId(known.session().id()).map(Caller::of).orElseThrow(Callers::over);
          case Caller.Proof.Key known ->
              accepted(keys.ofId(known.key().id()).orElseThrow(Callers::wrong));
          case Caller.Proof.Runner known ->
              accepted(
                  tokens
                      .ofRunner(known.token().runner(), clock.instant())
                      .orElseThrow(Callers::unknownToken));
        };
    CallerCheck.require(now, caller.request());
  }

  private static RequestRefused over() {
    return refused("the session is over; log in again at /login");
  }

  private static RequestRefused unknownToken() {
    return refused(
        "the token of this runner has ended, or is that of another server; only the worker that"
            + " starts a runner gets a token for it");
  }

  private Caller accepted(RunnerToken token) {
    return switch (token.state()) {
      case ACTIVE -> {
        tokens.uses(token);
        yield Caller.of(token);
      }
      case ENDED ->
          throw refused(
              Caller.of(token).actor(),
              "the token of this runner has ended, because the runner or its worker has; only the"
                  + " worker that starts a runner gets a token for it");
      case WITHOUT_KEY ->
          throw refused(
              Caller.of(token).actor(),
              "the token of this runner has ended, because the key of worker '%s' was revoked or has expired"
                  .formatted(token.worker().name()));
      case WITHOUT_WORKER ->
          throw new RequestRefused(
              ApiError.of(
                      ApiCode.UNAUTHENTICATED,
                      "the token of this runner is not accepted, because worker '%s' was not heard for long; it is accepted again when the worker is heard"
                          .formatted(token.worker().name()))
                  .withDetails(List.of(Map.of("missing", "worker"))),
              Caller.of(token).actor());
    };
  }

  private static RequestRefused wrong() {
    return refused(
        "the key of the request is wrong; send the right one as 'Authorization: Bearer KEY'");
  }

  /** Returns the holder of a key that is not accepted any more. */
  private static Actor actor(ApiKey key) {
    return new Actor(key.recordedName(), Actor.Kind.KEY);
  }

  private static RequestRefused refused(Actor sender, String problem) {
    return new RequestRefused(ApiError.of(ApiCode.UNAUTHENTICATED, problem), sender);
  }

  private static RequestRefused refused(String problem) {
    return new RequestRefused(ApiCode.UNAUTHENTICATED, problem);
  }
}
