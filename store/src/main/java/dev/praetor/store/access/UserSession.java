package dev.praetor.store.access;

import java.time.Duration;
import java.time.Instant;

/**
 * A person who is logged in.
 *
 * @param id the id, which is no secret
 * @param seen the time of the last request, up to a minute earlier
 * @param ends the time at which it ends, however it is used
 * @param address the address from which the person logged in
 */
public record UserSession(
    String id, User user, Instant created, Instant seen, Instant ends, String address) {
  /** The time without a request after which a session ends. */
  public static final Duration IDLE = Duration.ofHours(12);

  /** The longest time of a session. */
  public static final Duration LONGEST = Duration.ofDays(30);

  /** Returns the time at which the session ends if no further request comes. */
  public Instant end() {
    Instant idle = seen.plus(IDLE);
    return idle.isBefore(ends) ? idle : ends;
  }

  boolean isOver(Instant now) {
    return !now.isBefore(end()) || user.disabled().isPresent();
  }
}
