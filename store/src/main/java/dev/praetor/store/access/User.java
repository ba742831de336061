package dev.praetor.store.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who uses a server, without the password.
 *
 * @param name the name, which no other user ever has
 * @param hasPassword false until the person has set a password
 * @param made who made the user, and when
 * @param disabled who disabled the user, and when
 * @param lastLogIn the time of the last log-in
 */
public record User(
    String id,
    String name,
    Role role,
    boolean hasPassword,
    ApiKey.Made made,
    Optional<ApiKey.Made> disabled,
    Optional<Instant> lastLogIn) {
  /** The states of users. */
  public enum State {
    /** Has a password, and may log in. */
    ACTIVE,
    /** Has to set a password first. */
    INVITED,
    DISABLED
  }

  /** Returns the state. */
  public State state() {
    if (disabled.isPresent()) {
      return State.DISABLED;
    }
    return hasPassword ? State.ACTIVE : State.INVITED;
  }
}
