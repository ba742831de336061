package dev.praetor.store.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key with which a program proves who it is, without its text.
 *
 * @param name the name, which no other key of its project, or of the whole server, has unless that
 *     is revoked
 * @param user the name of the user whose roles the key has at any time; absent if it has a role of
 *     its own
 * @param role the role; absent if the key is that of a user
 * @param scope the part of the server that it opens
 * @param expires the time from which it is not accepted any more
 * @param lastUsed the time of its last use, up to a minute earlier
 */
public record ApiKey(
    String id,
    String name,
    Optional<String> user,
    Optional<Role> role,
    KeyScope scope,
    Made made,
    Optional<Instant> expires,
    Optional<Made> revoked,
    Optional<Instant> lastUsed) {

  /** A change: who made it, and when. */
  public record Made(String by, Instant time) {}

  /** The states of keys. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /**
   * Returns the name under which is recorded what is done with the key: with its user, as in {@code
   * ann:laptop}, or its project, as in {@code acme/ci}, as others may have keys of that name.
   */
  public String recordedName() {
    return user.map(owner -> owner + ":").or(() -> project().map(own -> own + "/")).orElse("")
        + name;
  }

  /** Returns the project that it is limited to; absent if it is for the whole server. */
  public Optional<String> project() {
    return scope.project();
  }

  /** Returns the pools that it is limited to; empty if it is for all. */
  public List<String> pools() {
    return scope.pools();
  }

  /** Returns the state at a time. */
  public State state(Instant now) {
    if (revoked.isPresent()) {
      return State.REVOKED;
    }
    return expires.filter(end -> !now.isBefore(end)).isPresent() ? State.EXPIRED : State.ACTIVE;
  }
}
