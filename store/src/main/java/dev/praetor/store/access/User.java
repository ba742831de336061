package dev.praetor.store.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who uses a server, without the password; or a program that does, with keys only.
 *
 * @param name the name, which no other user ever has
 * @param service true for a program, which cannot log in
 * @param hasPassword false until the person has set a password
 * @param made who made the user, and when
 * @param disabled who disabled the user, and when
 * @param lastLogIn the time of the last log-in
 */
public record User(
    String id,
    String name,
    Roles roles,
    boolean service,
    boolean hasPassword,
    ApiKey.Made made,
    Optional<ApiKey.Made> disabled,
    Optional<Instant> lastLogIn) {
  /** The states of users. */
  public enum State {
    /** Has a password and may log in, or is a program. */
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
    return hasPassword || service ? State.ACTIVE : State.INVITED;
  }
}
